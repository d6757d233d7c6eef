namespace Cocoon.Core.Market;

/// <summary>What one router has seen of a provider and a model itself; it counts before what the market tells.</summary>
/// <param name="FirstTokenMs">Milliseconds to the first token, a decayed mean; null before there was any.</param>
/// <param name="TokensPerSecond">Tokens a second of one answer, a decayed mean; null before there was any.</param>
/// <param name="SuccessRate">Share of its last jobs that succeeded, 0 to 1; 1 before there was any.</param>
/// <param name="OwnInFlight">Jobs of this router that it serves now.</param>
/// <param name="EjectedUntil">It failed a moment ago and is left alone until then.</param>
/// <param name="Since">Since when it is back; null when it never was away.</param>
public readonly record struct OfferSight(double? FirstTokenMs, double? TokensPerSecond, double SuccessRate, int OwnInFlight, DateTimeOffset EjectedUntil, DateTimeOffset? Since)
{
    /// <summary>Nothing seen yet.</summary>
    public static readonly OfferSight None = new(null, null, 1, 0, DateTimeOffset.MinValue, null);
}
