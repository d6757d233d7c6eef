using Cocoon.Core.Channels;

namespace Cocoon.Core.Audit;

/// <summary>What the auditor knows besides the books, and hence how much it can check.</summary>
public sealed record AuditScope
{
    /// <summary>The latest time that any part of the market has seen.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>
    /// The market has been running undisturbed for long enough that every timer and reminder has come, and nothing is under
    /// way: what was to happen has happened. Without it, everything that a crash may leave behind is legal. Default: false.
    /// </summary>
    public bool Quiet { get; init; }

    /// <summary>The market's rules for channels, as strict as they ever were; null leaves exposure unchecked. Default: null.</summary>
    public ChannelLimits? Limits { get; init; }

    /// <summary>The chain, read after the books; null leaves it out. Default: null.</summary>
    public ChainSnapshot? Chain { get; init; }

    /// <summary>What clients were told; null leaves it out. Default: null.</summary>
    public ClientMemory? Clients { get; init; }
}
