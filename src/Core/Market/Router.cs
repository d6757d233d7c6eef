using Cocoon.Core.Trust;

namespace Cocoon.Core.Market;

/// <summary>
/// Chooses where a job may run: a pure function over a table of offers. Of two that suit and have a slot free, drawn at random,
/// the better one comes first (power of two choices: herds of routers with the same table do not all run to the same provider).
/// </summary>
public static partial class Router
{
    /// <summary>Providers a job tries at most: the first and two others (design.md section 6).</summary>
    public const int MaxCandidates = 3;

    /// <summary>What <see cref="RouteQuery.MaxCoefficient"/> calls one.</summary>
    public const int CoefficientOne = 1_000;

    /// <summary>How long a provider that is new or back takes to get its full share of draws.</summary>
    public static readonly TimeSpan SlowStart = TimeSpan.FromSeconds(60);

    /// <summary>The share it begins with.</summary>
    internal const double LeastStartShare = 0.1;

    /// <summary>A session stays where its prompt is in memory unless another offer is better by more than a third.</summary>
    internal const float AffinityFactor = 0.65f;

    /// <summary>What the last free slot adds to the load: half of all slots.</summary>
    internal const float LastSlot = 0.5f;

    /// <summary>With so many draws hardly ever too few are found where one in three suits; where fewer do, all are looked at.</summary>
    private const int MaxDraws = 24;

    /// <summary>One offer in so many is among the best by a preference.</summary>
    private const int BestShare = 16;

    /// <summary>
    /// Up to three rows, best first: those with a slot free, after them newcomers whose turn it is not yet, full ones to queue for,
    /// and last those that failed a moment ago. Allocates nothing.
    /// </summary>
    /// <param name="table">The offers.</param>
    /// <param name="query">What suits.</param>
    /// <param name="random">Draws; the same ones give the same pick.</param>
    /// <param name="now">Decides what is fresh and who is out.</param>
    public static RoutePick Pick(OfferTable table, in RouteQuery query, Random random, DateTimeOffset now)
    {
        if (table.Count == 0) return default;
        // One draw for all newcomers of this pick: drawing again and again would let each in sooner or later.
        var rules = new RouteRules(table, in query, now, table.HasNewcomers ? random.NextDouble() : 0);
        var chosen = new Shortlist();
        if (query.Affinity.IsSet && table.RowOf(query.Affinity) is >= 0 and var known && rules.Standing(known) == RouteStanding.Free) chosen.Pin(known);
        if (query.Allow is not null) return LookAtAll(ref chosen, in rules, table, random);
        if (query.Preference != RoutePreference.Balanced) return Best(ref chosen, in rules, table, in query, random);
        // Who was drawn in vain is looked at closely only where too few are free.
        Span<int> passed = stackalloc int[MaxDraws];
        var passedCount = 0;
        for (var draw = 0; draw < MaxDraws && !chosen.IsComplete && rules.Drawable > 0; draw++)
        {
            var row = rules.Row(random.Next(rules.Drawable));
            if (!rules.MayBeFree(row) || rules.Standing(row) != RouteStanding.Free) passed[passedCount++] = row;
            else if (!chosen.Has(row)) chosen.Draw(row);
        }
        if (chosen.Count < 2) LookAtFree(ref chosen, in rules, table, query.LeastTier, random);
        var pick = chosen.Rank(in rules);
        if (pick.Count < MaxCandidates)
        {
            var others = new Shortlist();
            foreach (var row in passed[..passedCount]) others.See(row, rules.Standing(row), random);
            pick = pick.Then(others.Rank(in rules));
        }
        return pick.Count == MaxCandidates ? pick : LookAtAll(ref chosen, in rules, table, random);
    }

    /// <summary>Says of each offer what it was compared by, or why it does not suit, and which were picked.</summary>
    public static IReadOnlyList<OfferVerdict> Explain(OfferTable table, in RouteQuery query, RoutePick pick, DateTimeOffset now)
    {
        var rules = new RouteRules(table, in query, now, 0);
        var verdicts = new OfferVerdict[table.Count];
        for (var row = 0; row < table.Count; row++)
        {
            var scores = table.Book(query.Class).Scores[row];
            var refusal = rules.Refusal(row);
            if (refusal == RouteRefusal.None && rules.IsOut(row)) refusal = RouteRefusal.Outage;
            verdicts[row] = new OfferVerdict(
                table[row], pick.PlaceOf(row) + 1, refusal, rules.Score(row), scores.PriceRatio, scores.WaitRatio, scores.RateRatio, scores.Quality,
                table.Load(row), rules.StartShare(row), rules.IsKnown(row));
        }
        return verdicts;
    }

    /// <summary>
    /// Who names a preference gets one of the best that have a slot free, not the better of two of all. In large tables it is the
    /// best of a few drawn from the best sixteenth: routers that all sent to the very best one would race for its last slot.
    /// </summary>
    private static RoutePick Best(ref Shortlist chosen, in RouteRules rules, OfferTable table, in RouteQuery query, Random random)
    {
        var order = table.Book(query.Class).Order(query.Preference);
        var best = table.Count / BestShare;
        for (var draw = 0; draw < MaxDraws && best > MaxDraws && !chosen.IsComplete; draw++)
            if (order[random.Next(best)] is var row && rules.MayBeFree(row) && !chosen.Has(row) && rules.Standing(row) == RouteStanding.Free) chosen.Draw(row);
        if (chosen.Count >= MaxCandidates) return chosen.RankAll(in rules);
        chosen.Restart();
        var left = Math.Max(MaxCandidates + 1, best) - chosen.Count;
        foreach (var row in order)
        {
            if (left == 0) break;
            if (!rules.MayBeFree(row) || chosen.Has(row) || rules.Standing(row) != RouteStanding.Free) continue;
            chosen.See(row, RouteStanding.Free, random);
            left--;
        }
        return chosen.Count >= MaxCandidates ? chosen.RankAll(in rules) : LookAtAll(ref chosen, in rules, table, random);
    }

    /// <summary>Where nearly all are full, or few are of the tier, those that are neither are all looked at.</summary>
    private static void LookAtFree(ref Shortlist chosen, in RouteRules rules, OfferTable table, Tier least, Random random)
    {
        chosen.Restart();
        var tier = table.OfTier(least);
        for (var word = 0; word < tier.Words; word++)
            for (var bits = table.Free[word] & tier[word]; bits != 0;)
                if (RowSet.Take(word, ref bits) is var row && rules.Standing(row) == RouteStanding.Free) chosen.See(row, RouteStanding.Free, random);
    }

    /// <summary>Where few suit at all: the best, and in the places that are left those of lesser standing.</summary>
    private static RoutePick LookAtAll(ref Shortlist chosen, in RouteRules rules, OfferTable table, Random random)
    {
        chosen.Restart();
        for (var row = 0; row < table.Count; row++) chosen.See(row, rules.Standing(row), random);
        var pick = chosen.Rank(in rules);
        for (var isMore = pick.Count > 0; isMore && pick.Count < MaxCandidates;)
        {
            var others = new Shortlist();
            for (var row = 0; row < table.Count; row++)
                if (pick.PlaceOf(row) < 0) others.See(row, rules.Standing(row), random);
            pick = pick.Then(others.Rank(in rules));
            isMore = others.Count > 0;
        }
        return pick;
    }
}
