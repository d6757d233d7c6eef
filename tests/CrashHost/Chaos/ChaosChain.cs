namespace Cocoon.CrashHost.Chaos;

/// <summary>What the chain of a chaos run is like, agreed between the processes.</summary>
public static class ChaosChain
{
    /// <summary>Blocks until something counts as final; part of the registry's address.</summary>
    public const uint FinalityBlocks = 2;

    /// <summary>Milliseconds.</summary>
    public const int BlockTime = 250;
}
