using Cocoon.Core.Crypto;

namespace Cocoon.ClusterKit.Load;

/// <summary>What came of sending a request once.</summary>
internal sealed record Attempt
{
    /// <summary>When the first token came, milliseconds since 1970; null when none did.</summary>
    public double? FirstToken { get; init; }

    /// <summary>Null when the whole answer came; otherwise status and code, or the kind of exception.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the market said for sure that this job came to nothing, so that it may be asked for under another key.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>Whether the market said that this key's job runs, or has ended.</summary>
    public bool IsKnownJob { get; init; }

    /// <summary>Whether OpenAI's own libraries would send it again.</summary>
    public bool MayRetry { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public string? Job { get; init; }

    public HexBytes ReceiptHash { get; init; }

    public long ChargeNano { get; init; }

    /// <summary>What the channel was charged in all.</summary>
    public long ChargedNano { get; init; }
}
