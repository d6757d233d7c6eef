namespace Cocoon.Core.Audits;

/// <summary>
/// Compares what a provider served with what another machine makes of the same request: by token ids, and where they part, by
/// how likely both machines found the two tokens there. After that place nothing can be compared, since the contexts differ.
/// Pure.
/// </summary>
public static class AnswerComparison
{
    /// <param name="served">The tokens of each choice, as served.</param>
    /// <param name="replayed">The same, run again.</param>
    /// <param name="rule">How strictly.</param>
    public static Comparison Compare(IReadOnlyList<IReadOnlyList<TokenPrint>> served, IReadOnlyList<IReadOnlyList<TokenPrint>> replayed, ComparisonRule rule)
    {
        var (worst, choice, position, compared) = (AuditOutcome.Matches, 0, -1, 0);
        for (var i = 0; i < Math.Max(served.Count, replayed.Count); i++)
        {
            var (first, second) = (i < served.Count ? served[i] : [], i < replayed.Count ? replayed[i] : []);
            var parted = Parting(first, second);
            compared += parted;
            var outcome = Judge(first, second, parted, rule);
            if (Weight(outcome) <= Weight(worst)) continue;
            (worst, choice, position) = (outcome, i, parted);
        }
        return new Comparison(worst, choice, position, compared);
    }

    /// <summary>How many tokens are the same from the beginning on.</summary>
    private static int Parting(IReadOnlyList<TokenPrint> served, IReadOnlyList<TokenPrint> replayed)
    {
        var same = 0;
        while (same < served.Count && same < replayed.Count && served[same].Token == replayed[same].Token) same++;
        return same;
    }

    private static AuditOutcome Judge(IReadOnlyList<TokenPrint> served, IReadOnlyList<TokenPrint> replayed, int at, ComparisonRule rule)
    {
        if (at == served.Count && (at == replayed.Count || !rule.IsWhole)) return AuditOutcome.Matches;
        // One of them ended here. The end has no token, so all that can speak for it is that the other was in doubt at that place.
        if (!rule.IsGreedy && (at == served.Count || at == replayed.Count)) return AuditOutcome.NotReproducible;
        if (at == served.Count) return Wavers(replayed[at], rule) ? AuditOutcome.MatchesWithinTolerance : AuditOutcome.Differs;
        // The doubt is the provider's own word here, and clears it of nothing.
        if (at == replayed.Count) return Wavers(served[at], rule) ? AuditOutcome.NotReproducible : AuditOutcome.Differs;
        return IsTie(served[at], replayed[at], rule);
    }

    private static AuditOutcome IsTie(TokenPrint served, TokenPrint replayed, ComparisonRule rule)
    {
        if (replayed.Best.IsEmpty) return AuditOutcome.NotReproducible;
        if (replayed.Of(served.Token) is not { } chance) return AuditOutcome.Differs;
        if (rule.IsGreedy) return replayed.Best[0].LogProb - chance <= rule.Tolerance && Agrees(served, replayed, rule) ? AuditOutcome.MatchesWithinTolerance : AuditOutcome.Differs;
        // A seed picks by more than likelihood. The places where choices meet shift with the smallest rounding, so what has to agree is how both saw this place.
        if (served.Best.IsEmpty) return AuditOutcome.NotReproducible;
        return Agrees(served, replayed, rule) ? AuditOutcome.MatchesWithinTolerance : AuditOutcome.Differs;
    }

    /// <summary>Whether what both tell of is as likely to the one as to the other.</summary>
    private static bool Agrees(TokenPrint served, TokenPrint replayed, ComparisonRule rule)
    {
        if (served.Best.IsEmpty) return true;
        var common = 0;
        foreach (var chance in served.Best)
        {
            if (replayed.Of(chance.Token) is not { } other) continue;
            common++;
            // Written so that NaN never agrees.
            if (!(Math.Abs(chance.LogProb - other) <= rule.Tolerance)) return false;
        }
        return common > 0;
    }

    /// <summary>Whether something else was as good as equally likely.</summary>
    private static bool Wavers(TokenPrint print, ComparisonRule rule) => print.Best.Length > 1 && print.Best[0].LogProb - print.Best[1].LogProb <= rule.Tolerance;

    private static int Weight(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Matches => 0,
        AuditOutcome.MatchesWithinTolerance => 1,
        AuditOutcome.NotReproducible => 2,
        _ => 3,
    };
}
