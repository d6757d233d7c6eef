using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;

namespace Cocoon.Client;

/// <summary>What every request tells the market besides the prompt, which only the machine reads that serves it.</summary>
/// <param name="Model">Model id.</param>
public abstract record InferenceRequest(string Model)
{
    /// <summary>Name of the least tier, such as "cpu-tee"; null for the market's default.</summary>
    public string? Tier { get; init; }

    /// <summary>Dearest acceptable prices, in nano per million tokens. Default: any.</summary>
    public PriceList? PriceCeiling { get; init; }

    /// <summary>The quote whose prices hold, of <see cref="ICocoonClient.RequestQuotesAsync(QuoteWish, CancellationToken)"/>; its provider serves. Default: none, the offers' own prices.</summary>
    public BindingQuote? Quote { get; init; }

    /// <summary>In which time all must be over. Default: the market's.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Which providers may serve. Default: all.</summary>
    public ProviderFilter? Providers { get; init; }

    /// <summary>Regions that offers may be of, such as "eu-west". Default: all.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>What decides among suitable offers. Default: the market's choice.</summary>
    public Preference? Prefer { get; init; }

    /// <summary>How soon the answer is wanted; batch jobs are due in hours, and cheaper. Default: now.</summary>
    public JobClass Class { get; init; }

    /// <summary>
    /// The app's own name for a conversation: its requests go where the prompt so far is in memory, if that is not much dearer or
    /// slower. The market is told a hash. Default: none.
    /// </summary>
    public string? Session { get; init; }

    /// <summary>
    /// Makes a retry of the same request the same job, which is never charged twice; at most 255 characters. Default: each
    /// call is a job of its own.
    /// </summary>
    public string? IdempotencyKey { get; init; }
}
