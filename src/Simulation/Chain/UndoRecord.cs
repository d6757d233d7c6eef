using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;

namespace Cocoon.Simulation.Chain;

/// <summary>What a block changed, so that it can be undone.</summary>
internal sealed class UndoRecord(long tick, IReadOnlyList<ChainMessage> onTheWay, Executor executor, Nano putIn, Nano burned)
{
    public long Tick { get; } = tick;

    /// <summary>The messages that were on their way before it.</summary>
    public IReadOnlyList<ChainMessage> OnTheWay { get; } = onTheWay;

    /// <summary>The prices before it.</summary>
    public Executor Executor { get; } = executor;

    public Nano PutIn { get; } = putIn;

    public Nano Burned { get; } = burned;

    /// <summary>The accounts that it touched as they were before, in the order of touching; null for one that was never used.</summary>
    public List<(AccountAddress Address, LedgerEntry? Before)> Touched { get; } = [];

    /// <summary>The messages that it took from those that waited.</summary>
    public List<PendingMessage> Taken { get; } = [];
}
