namespace Cocoon.Core.Tests.Channels;

/// <summary>What is wrong with what a node says about a channel.</summary>
internal enum WrongFacts
{
    No,
    Client,
    Vault,
    Contract,
    Key,
    Deposit,

    /// <summary>More withdrawn than was ever permitted.</summary>
    Theft,
}
