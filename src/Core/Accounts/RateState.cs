namespace Cocoon.Core.Accounts;

/// <summary>How much of a limit per minute is left.</summary>
/// <param name="Limit">Per minute.</param>
/// <param name="Remaining">What can be taken now.</param>
/// <param name="Reset">When all of it can be.</param>
[GenerateSerializer, Immutable, Alias("cocoon.rate-state")]
public sealed record RateState([property: Id(0)] int Limit, [property: Id(1)] long Remaining, [property: Id(2)] TimeSpan Reset);
