using Cocoon.Core.Pricing;

namespace Cocoon.Simulation.Economy;

/// <summary>A model on the market: who sells it, who buys it, and what changed lately. Not thread-safe.</summary>
internal sealed class ModelLine
{
    private const int Kept = 65_536;

    private OfferChange[] _changes = new OfferChange[Kept];
    private int _count;

    public required int Index { get; init; }
    public required string Id { get; init; }

    /// <summary>What it usually costs: asking prices and ceilings are around it.</summary>
    public required PriceList UsualPrices { get; init; }
    public required Seller[] Sellers { get; init; }

    /// <summary>Its clients, by how much they ask for.</summary>
    public required AliasTable Clients { get; init; }
    public required int[] ClientIndex { get; init; }

    /// <summary>Mean ticks between arrivals in the busiest hour, bursts not counted.</summary>
    public required double ArrivalTicks { get; init; }

    /// <summary>Slots in use, and slots of machines that are up.</summary>
    public int InUse { get; set; }
    public int SlotsUp { get; set; }

    /// <summary>One for each gateway.</summary>
    public Desk[] Desks { get; set; } = [];

    public ReadOnlySpan<OfferChange> Changes => _changes.AsSpan(0, _count);

    /// <summary>Ticks until the market hears of a change from the provider's twin.</summary>
    public required long Delay { get; init; }

    /// <summary>Takes note of a change, which routers learn of with the first snapshot after the market heard of it.</summary>
    public void Tell(Seller seller, long now, bool announce = false)
    {
        if (_count == _changes.Length) Forget(now);
        _changes[_count++] = new OfferChange(now + Delay, seller.Row, seller.InUse, announce ? seller.Announced : null);
    }

    /// <summary>Drops what all routers know.</summary>
    private void Forget(long now)
    {
        var read = _count;
        foreach (var desk in Desks)
        {
            desk.Sync(now);
            read = Math.Min(read, desk.Read);
        }

        if (read < _count / 2) Array.Resize(ref _changes, _changes.Length * 2);
        Array.Copy(_changes, read, _changes, 0, _count - read);
        _count -= read;
        foreach (var desk in Desks) desk.Read -= read;
    }
}
