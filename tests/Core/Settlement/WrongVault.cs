namespace Cocoon.Core.Tests.Settlement;

/// <summary>What is wrong with the vault that the chain shows.</summary>
internal enum WrongVault
{
    No,
    Missing,
    Behind,
    Roots,
    Operator,
    Paused,
    Poor,
}
