using Cocoon.Core.Money;

namespace Cocoon.Core.Audits;

/// <summary>Time limits and the price of cheating.</summary>
/// <param name="Evidence">How long the provider that served has for its word, from the opening on.</param>
/// <param name="Decision">How long a third machine has, from the opening on; machines keep what they served a little longer.</param>
/// <param name="LeastSlash">The smallest slash that is worth a transaction.</param>
public sealed record DisputeLimits(TimeSpan Evidence, TimeSpan Decision, Nano LeastSlash)
{
    /// <summary>Two minutes, eight minutes, 1 TON.</summary>
    public static readonly DisputeLimits Default = new(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(8), new Nano(1_000_000_000));
}
