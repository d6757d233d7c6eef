namespace Cocoon.Grains.Chain;

/// <summary>The chain's present.</summary>
/// <param name="Time">Unix seconds.</param>
/// <param name="Block">Masterchain block number.</param>
public readonly record struct ChainClock(uint Time, uint Block);
