namespace Cocoon.Core.Tests.Channels;

/// <summary>What is wrong with a receipt that comes to a channel.</summary>
internal enum WrongReceipt
{
    No,
    Channel,
    Client,
}
