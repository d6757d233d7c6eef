namespace Cocoon.Inference.OpenAi;

/// <summary>The request's <c>cocoon</c> object: what the caller asks of the market.</summary>
/// <param name="PriceCeiling">Dearest acceptable prices in nano per million tokens; null for any.</param>
/// <param name="Tier">Name of the least tier; null for the market's default.</param>
/// <param name="DeadlineMs">Most milliseconds the whole job may take; null for the gateway's default.</param>
/// <param name="TokenIds">Whether chunks carry token ids, so that the caller can count for itself.</param>
public sealed record MarketOptions(PriceCeiling? PriceCeiling, string? Tier, int? DeadlineMs, bool TokenIds)
{
    public static readonly MarketOptions None = new(null, null, null, false);
}
