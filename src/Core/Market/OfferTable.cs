using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Market;

/// <summary>
/// One model's offers as one router sees them, in columns, so that a pick reads little memory and makes none. Made anew when
/// what offers say changes, or what the router thinks of a provider; loads and how long offers are good change in place, with
/// the market's news and with what this router itself does. Thread-safe.
/// </summary>
public sealed class OfferTable
{
    private readonly RoutableOffer[] _offers;
    private readonly int[] _load;
    private readonly Dictionary<AccountAddress, int> _rows;
    private readonly PriceBook _interactive;
    private readonly Lazy<PriceBook> _batch;
    private readonly int[] _own;

    /// <summary>How much of a load is not known but taken from a refusal.</summary>
    private readonly int[] _hidden;
    private readonly RowSet[] _tiers;

    private OfferTable(RoutableOffer[] offers, Dictionary<AccountAddress, int> rows, OfferSight[] sights, DateTimeOffset now)
    {
        _offers = offers;
        _rows = rows;
        _load = new int[offers.Length];
        _own = new int[offers.Length];
        _hidden = new int[offers.Length];
        _interactive = new PriceBook(offers, sights);
        _batch = new Lazy<PriceBook>(() => _interactive.ForBatch(offers));
        _tiers = [.. Enum.GetValues<Tier>().Select(_ => new RowSet(offers.Length))];
        Rows = new OfferRow[offers.Length];
        Free = new RowSet(offers.Length);
        for (var row = 0; row < offers.Length; row++)
        {
            var (offer, sight) = (offers[row], sights[row]);
            Rows[row] = new OfferRow(offer, sight, now);
            HasNewcomers |= Rows[row].RisesFrom != 0 || Rows[row].Trust < 1;
            _own[row] = sight.OwnInFlight;
            Tell(row, offer.InUse);
            for (var least = 0; least < _tiers.Length; least++) _tiers[least].Set(row, offer.Tier.Satisfies((Tier)least));
        }
    }

    /// <summary>Number of offers.</summary>
    public int Count => _offers.Length;

    /// <summary>An offer.</summary>
    public RoutableOffer this[int row] => Volatile.Read(ref _offers[row]);

    internal bool HasNewcomers { get; }

    internal OfferRow[] Rows { get; }

    /// <summary>Rows with a slot free.</summary>
    internal RowSet Free { get; }

    /// <param name="offers">One model's offers; of several by one provider the last counts.</param>
    /// <param name="sight">What this router has seen of each.</param>
    /// <param name="now">From when slow starts count.</param>
    public static OfferTable Build(IReadOnlyCollection<RoutableOffer> offers, Func<RoutableOffer, OfferSight> sight, DateTimeOffset now)
    {
        var rows = new Dictionary<AccountAddress, int>(offers.Count);
        var distinct = new RoutableOffer[offers.Count];
        foreach (var offer in offers)
        {
            if (!rows.TryAdd(offer.Provider, rows.Count)) distinct[rows[offer.Provider]] = offer;
            else distinct[rows.Count - 1] = offer;
        }
        if (rows.Count < distinct.Length) Array.Resize(ref distinct, rows.Count);
        return new OfferTable(distinct, rows, Array.ConvertAll(distinct, offer => sight(offer)), now);
    }

    /// <returns>The provider's row; -1 when it has none.</returns>
    public int RowOf(AccountAddress provider) => _rows.TryGetValue(provider, out var row) ? row : -1;

    /// <summary>Jobs that the offer serves now, as far as this router knows.</summary>
    public int Load(int row) => Volatile.Read(ref _load[row]);

    /// <summary>The market tells how many jobs the offer serves: of all routers, and a moment late. Of its own this one knows at once.</summary>
    public void Tell(int row, int inUse)
    {
        Volatile.Write(ref _hidden[row], 0);
        SetLoad(row, Math.Max(inUse, Volatile.Read(ref _own[row])));
    }

    /// <summary>The provider has announced its offer again, or told of its load: both count at once.</summary>
    /// <returns>Whether nothing else has changed; if not, it takes a new table to see what has.</returns>
    public bool TryRenew(int row, RoutableOffer offer)
    {
        var before = this[row];
        if (ReferenceEquals(before, offer)) return true;
        Volatile.Write(ref Rows[row].FreshUntil, offer.FreshUntil.UtcTicks);
        Tell(row, offer.InUse);
        if (offer with { InUse = before.InUse, FreshUntil = before.FreshUntil } != before) return false;
        Volatile.Write(ref _offers[row], offer);
        return true;
    }

    /// <summary>The provider has withdrawn its offer.</summary>
    public void Withdraw(int row) => Volatile.Write(ref Rows[row].FreshUntil, 0);

    /// <summary>This router has just given a job there.</summary>
    public void Took(int row)
    {
        Interlocked.Increment(ref _own[row]);
        Free.Set(row, Interlocked.Increment(ref _load[row]) < Rows[row].Slots);
    }

    /// <summary>A job of this router has ended there.</summary>
    public void Gave(int row)
    {
        if (Interlocked.Decrement(ref _own[row]) < 0) Interlocked.Increment(ref _own[row]);
        if (Interlocked.Decrement(ref _load[row]) < 0) Interlocked.Increment(ref _load[row]);
        Free.Set(row, !IsFull(row));
    }

    /// <summary>It refused because it is busy: full until there is news of it, or <see cref="Forgive"/>.</summary>
    public void Refused(int row)
    {
        var load = Load(row);
        var hidden = Rows[row].Slots - load;
        if (hidden <= 0) return;
        Volatile.Write(ref _hidden[row], Volatile.Read(ref _hidden[row]) + hidden);
        SetLoad(row, load + hidden);
    }

    /// <summary>Its refusal was too long ago to say anything: as loaded as it would be without it. Nothing where there was news since.</summary>
    public void Forgive(int row)
    {
        var hidden = Volatile.Read(ref _hidden[row]);
        if (hidden == 0) return;
        Volatile.Write(ref _hidden[row], 0);
        SetLoad(row, Math.Max(Load(row) - hidden, Volatile.Read(ref _own[row])));
    }

    private void SetLoad(int row, int load)
    {
        Volatile.Write(ref _load[row], load);
        Free.Set(row, load < Rows[row].Slots);
    }

    internal bool IsFull(int row, JobClass jobClass = JobClass.Interactive) => Load(row) >= (jobClass == JobClass.Batch ? Rows[row].BatchSlots : Rows[row].Slots);

    internal PriceBook Book(JobClass jobClass) => jobClass == JobClass.Batch ? _batch.Value : _interactive;

    /// <summary>Rows whose tier serves callers who ask for at least this one.</summary>
    internal RowSet OfTier(Tier least) => _tiers[(int)least];
}
