using System.Numerics;

namespace Cocoon.Attestation.Collateral;

/// <summary>From when to when a document counts, and which of two is the newer one.</summary>
/// <param name="From">When it was made.</param>
/// <param name="Until">It counts for nothing from then on.</param>
/// <param name="Number">The vendor's count: evaluation number or CRL number; zero when there is none.</param>
/// <param name="IsOrdered">Whether the vendor never goes back, so that an older one is a rollback.</param>
internal readonly record struct CollateralWindow(DateTimeOffset From, DateTimeOffset Until, BigInteger Number, bool IsOrdered)
{
    /// <summary>Whether taking this for <paramref name="held"/> would go back.</summary>
    public bool IsOlderThan(CollateralWindow held) => IsOrdered && (Number < held.Number || (Number == held.Number && From < held.From));

    /// <summary>The middle of the window, or of what is left of it.</summary>
    public DateTimeOffset RefreshAt(DateTimeOffset now, CollateralOptions options)
    {
        if (now >= Until) return now + options.RetryAfter;
        var middle = From + (Until - From) / 2;
        if (middle <= now) middle = now + (Until - now) / 2;
        var soonest = now + options.RetryAfter;
        var latest = now + options.LongestAge;
        return middle < soonest ? soonest : middle > latest ? latest : middle;
    }
}
