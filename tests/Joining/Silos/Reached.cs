namespace Cocoon.Joining.Tests.Silos;

/// <summary>How often the ledger was reached.</summary>
public sealed class Reached
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add() => Interlocked.Increment(ref _count);
}
