using Cocoon.Core.Accounts;

namespace Cocoon.Silo.Canaries;

/// <summary>How the market probes its own offers (docs/audits.md).</summary>
public sealed class CanaryOptions
{
    /// <summary>The channel that pays. Its owner is an account like any other, and this silo alone signs for it.</summary>
    public required AccountAddress Channel { get; init; }

    /// <summary>The channel's 32-byte Ed25519 seed.</summary>
    public required byte[] VoucherSeed { get; init; }

    /// <summary>Where the channel's voucher state is kept; it has to outlive the process.</summary>
    public required string VoucherFolder { get; init; }

    /// <summary>Mean time between two probes; each waits between half and one and a half of it.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Models that are probed. Default: all of the market.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];
}
