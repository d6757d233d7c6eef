using Cocoon.Core.Money;

namespace Cocoon.Core.Audits;

/// <summary>How much of a stake an upheld dispute asks for. Pure.</summary>
public static class SlashRule
{
    private const int WholeBps = 10_000;

    /// <summary>Twice what cheating pays on average until it is found: a share of a in audits finds one job of 1/a.</summary>
    private const int Margin = 2;

    /// <param name="charge">What the job in question cost.</param>
    /// <param name="auditBps">Share of jobs that are audited, in basis points; counted as 1 where it is 0.</param>
    /// <param name="least">The smallest slash.</param>
    /// <param name="stake">All that can be asked for.</param>
    /// <returns>⌈2 × charge × 10⁴ / auditBps⌉, at least <paramref name="least"/>, at most <paramref name="stake"/>.</returns>
    public static Nano Amount(Nano charge, int auditBps, Nano least, Nano stake)
    {
        var share = Math.Max(auditBps, 1);
        var wanted = ((Int128)charge.Value * Margin * WholeBps + share - 1) / share;
        return Nano.Min(stake, Nano.Max(least, new Nano((long)Int128.Min(wanted, long.MaxValue))));
    }
}
