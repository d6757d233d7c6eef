using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Reputation;

/// <summary>The market's last epochs, oldest first, and their way to the chain.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.epochs-state")]
public sealed record EpochsState
{
    /// <summary>Epochs remembered.</summary>
    public const int MaxEpochs = 48;

    /// <summary>Newest epochs whose lines are kept, so that they can be proven.</summary>
    public const int MaxProvable = 3;

    [Id(0)] public ImmutableList<Epoch> Epochs { get; init; } = [];

    /// <summary>What a later version stored and this one does not know; stored again as it came (docs/upgrades.md).</summary>
    [JsonExtensionData]
    [field: NonSerialized]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>The epoch that goes on chain next; null when all are there, or so old that newer ones have gone before them.</summary>
    public Epoch? ToAnchor()
    {
        var last = Epochs.FindLastIndex(epoch => !epoch.Transaction.IsEmpty);
        return Epochs.Skip(Math.Max(last + 1, Epochs.Count - MaxProvable)).FirstOrDefault();
    }

    /// <summary>Whether an epoch has ended: the time has passed a multiple of its length since the last one was closed.</summary>
    /// <param name="length">Above zero.</param>
    /// <param name="now">The time.</param>
    public bool IsDue(TimeSpan length, DateTimeOffset now) =>
        Epochs.IsEmpty || now.UtcTicks / length.Ticks > Epochs[^1].ClosedAt.UtcTicks / length.Ticks;

    /// <summary>The number of an epoch that is closed now. It grows even if this record is lost, since the chain knows those of before.</summary>
    /// <param name="length">Above zero.</param>
    /// <param name="now">The time.</param>
    public long NextNumber(TimeSpan length, DateTimeOffset now)
    {
        var byTime = (now - DateTimeOffset.UnixEpoch).Ticks / length.Ticks;
        return Epochs.IsEmpty ? byTime : Math.Max(byTime, Epochs[^1].Number + 1);
    }

    /// <summary>Adds the epoch that has just been closed, once.</summary>
    public Step<EpochsState> Closed(Epoch epoch)
    {
        if (Epochs.Count > 0 && epoch.Number <= Epochs[^1].Number) return Step<EpochsState>.Stay(this);
        var all = Epochs.Add(epoch);
        if (all.Count > MaxEpochs) all = all.RemoveAt(0);
        var old = all.Count - MaxProvable - 1;
        return Step<EpochsState>.To(this with { Epochs = old >= 0 ? all.SetItem(old, all[old] with { Lines = [] }) : all });
    }

    /// <summary>The chain has an epoch's hash for good.</summary>
    public Step<EpochsState> Anchored(long number, HexBytes transaction) => Epochs.FindIndex(epoch => epoch.Number == number && epoch.Transaction.IsEmpty) is >= 0 and var index
        ? Step<EpochsState>.To(this with { Epochs = Epochs.SetItem(index, Epochs[index] with { Transaction = transaction }) })
        : Step<EpochsState>.Stay(this);
}
