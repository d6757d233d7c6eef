using System.Text.Json.Serialization;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;

namespace Cocoon.Client.Transport;

/// <summary>What the market is told of a request: nothing of the prompt but a bound of its tokens.</summary>
/// <param name="Model">Model id.</param>
/// <param name="MaxPromptTokens">Most tokens that the prompt has; money is held for them.</param>
/// <param name="MaxTokens">Most tokens of each answer; null for the market's default, 0 for embeddings.</param>
public sealed record JobWish(string Model, int MaxPromptTokens, int? MaxTokens)
{
    /// <summary>Answers wanted; the prompt is paid for once. Default: 1.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Most prompt tokens that the model sees at once; null where that is the whole prompt.</summary>
    public int? LongestPrompt { get; init; }

    /// <summary>Name of the least tier; null for the market's default.</summary>
    public string? Tier { get; init; }

    /// <summary>Dearest acceptable prices; null for any.</summary>
    public PriceList? PriceCeiling { get; init; }

    /// <summary>Milliseconds in which all must be over; null for the market's default.</summary>
    public int? DeadlineMs { get; init; }

    /// <summary>Which providers may serve; null for all.</summary>
    public ProviderFilter? Providers { get; init; }

    /// <summary>Regions that offers may be of; null for all.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>What decides among suitable offers; null for the market's default.</summary>
    public Preference? Prefer { get; init; }

    /// <summary>How soon it is wanted; null for now.</summary>
    public JobClass? Class { get; init; }

    /// <summary>Whether the request has one right answer, so that the market may audit it; null for no.</summary>
    public bool? Deterministic { get; init; }

    /// <summary>A hash that tells one conversation from another, so that it stays where its prompt is in memory; null for none.</summary>
    public string? Session { get; init; }

    /// <summary>Id of the quote whose prices hold; null for none.</summary>
    public HexBytes? Quote { get; init; }

    /// <summary>32 bytes that the machine's evidence has to answer; null for none.</summary>
    public HexBytes? Challenge { get; init; }

    /// <summary>Makes a retry the same job; null for none. At most 255 characters.</summary>
    [JsonIgnore]
    public string? IdempotencyKey { get; init; }
}
