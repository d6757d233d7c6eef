namespace Cocoon.Inference.OpenAi;

/// <summary>What a caller wants most of a provider.</summary>
public enum ProviderPreference
{
    /// <summary>The market's own weighing of price and speed.</summary>
    Balanced,

    /// <summary>The lowest price.</summary>
    Price,

    /// <summary>The soonest first token.</summary>
    Latency,

    /// <summary>The most tokens a second.</summary>
    Throughput,
}
