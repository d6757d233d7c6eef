using Cocoon.Core.Jobs;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Market;

/// <summary>A table read by the rules of one request.</summary>
internal readonly ref struct RouteRules
{
    private readonly OfferTable _table;
    private readonly PriceBook _book;
    private readonly RowSet _free;
    private readonly RowSet _tier;
    private readonly ref readonly RouteQuery _query;
    private readonly long _now;
    private readonly double _turn;
    private readonly bool _isByPrice;
    private readonly double _dearest = double.PositiveInfinity;

    /// <param name="table">The offers.</param>
    /// <param name="query">What suits.</param>
    /// <param name="now">Decides what is fresh and who is out.</param>
    /// <param name="turn">0 to 1: newcomers whose share is above take part.</param>
    public RouteRules(OfferTable table, ref readonly RouteQuery query, DateTimeOffset now, double turn)
    {
        _turn = turn;
        _table = table;
        _query = ref query;
        _book = table.Book(query.Class);
        (_free, _tier) = (table.Free, table.OfTier(query.LeastTier));
        _now = now.UtcTicks;
        if (query.MaxCoefficient is { } coefficient) _dearest = Cheapest() * coefficient / Router.CoefficientOne;
        var dearest = query.Ceiling is { } ceiling ? Math.Min(_dearest, PriceRow.Of(ceiling)) : _dearest;
        // Whoever is dearer in the usual mixture is above the ceiling with one price at least, and need not be drawn.
        _isByPrice = query.Class != JobClass.Interactive || !double.IsPositiveInfinity(dearest);
        Drawable = _isByPrice ? _book.CountUpTo(dearest) : table.Count;
    }

    /// <summary>How many rows are worth drawing.</summary>
    public int Drawable { get; }

    /// <summary>One of them.</summary>
    public int Row(int drawn) => _isByPrice ? _book.ByPrice[drawn] : drawn;

    /// <summary>Why a row does not suit, outages aside.</summary>
    public RouteRefusal Refusal(int row)
    {
        ref var offer = ref _table.Rows[row];
        if (Volatile.Read(ref offer.FreshUntil) <= _now) return RouteRefusal.Stale;
        if (!offer.Tier.Satisfies(_query.LeastTier)) return RouteRefusal.TierNotMet;
        if (_query.Tokens > offer.Context) return RouteRefusal.ContextTooShort;
        return RefusalOfPrice(row) is not RouteRefusal.None and var dear ? dear : RefusalOfWish(row);
    }

    /// <summary>How good a row is that suits; <see cref="RouteStanding.Unsuitable"/> for all others.</summary>
    public RouteStanding Standing(int row)
    {
        if (Refusal(row) != RouteRefusal.None) return RouteStanding.Unsuitable;
        if (IsOut(row)) return RouteStanding.Out;
        if (_table.IsFull(row, _query.Class)) return RouteStanding.Full;
        return _turn > 0 && StartShare(row) < _turn ? RouteStanding.Newcomer : RouteStanding.Free;
    }

    /// <summary>False where <see cref="Standing"/> is surely not <see cref="RouteStanding.Free"/>; reads a bit or two, where most are full.</summary>
    public bool MayBeFree(int row) => _free.Has(row) && _tier.Has(row);

    public bool IsOut(int row) => _table.Rows[row].EjectedUntil > _now;

    /// <summary>
    /// What two rows are compared by; less is better. The load counts as a queue would, with the job that is to come: a last
    /// free slot is what other routers race for.
    /// </summary>
    public float Score(int row)
    {
        var (slots, load) = (_table.Rows[row].Slots, _table.Load(row) + 1);
        var score = _book.Scores[row].Of(_query.Preference) * (1 + (float)load / slots + (load == slots ? Router.LastSlot : 0));
        return IsKnown(row) ? score * Router.AffinityFactor : score;
    }

    /// <summary>Who served this session before.</summary>
    public bool IsKnown(int row) => _query.Affinity.IsSet && _table[row].Provider == _query.Affinity;

    /// <summary>Share of picks that a row takes part in: little of a newcomer, or of one that fails or cheats.</summary>
    public double StartShare(int row)
    {
        ref readonly var offer = ref _table.Rows[row];
        if (offer.RisesFrom == 0) return offer.Trust;
        var share = (double)(_now - offer.RisesFrom) / Router.SlowStart.Ticks;
        return Math.Clamp(share, Router.LeastStartShare, 1) * offer.Trust;
    }

    private RouteRefusal RefusalOfPrice(int row)
    {
        if (!_isByPrice) return RouteRefusal.None;
        ref readonly var prices = ref _book.Prices[row];
        if (!prices.IsSold) return RouteRefusal.NoBatch;
        if (_query.Ceiling is { } ceiling && !prices.IsWithin(ceiling)) return RouteRefusal.PriceAboveCeiling;
        return prices.Weighted > _dearest ? RouteRefusal.AboveCoefficient : RouteRefusal.None;
    }

    private RouteRefusal RefusalOfWish(int row)
    {
        if (_query is { Allow: null, Deny: null, Regions: null }) return RouteRefusal.None;
        var offer = _table[row];
        if (_query.Allow is { } allow && !allow.Contains(offer.Provider)) return RouteRefusal.NotAllowed;
        if (_query.Deny is { } deny && deny.Contains(offer.Provider)) return RouteRefusal.Denied;
        return _query.Regions is { } regions && !regions.Contains(offer.Offer.Region) ? RouteRefusal.OtherRegion : RouteRefusal.None;
    }

    /// <summary>The cheapest suitable offer is the measure, so that at 1000 or more somebody is left.</summary>
    private double Cheapest()
    {
        foreach (var row in _book.ByPrice)
            if (Refusal(row) == RouteRefusal.None && (_query.Ceiling is not { } ceiling || _book.Prices[row].IsWithin(ceiling))) return _book.Prices[row].Weighted;
        return double.PositiveInfinity;
    }
}
