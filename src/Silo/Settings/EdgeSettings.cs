namespace Cocoon.Silo.Settings;

/// <summary>How a provider's machine outside of the cluster reaches the market (docs/open-tier.md).</summary>
public sealed class EdgeSettings
{
    /// <summary>
    /// Gateway ports of the market's core silos, as IP:PORT; one is enough, more survive the loss of one. Required for the role
    /// Edge. Default: none.
    /// </summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>
    /// File with the key of the wallet that is paid, for a machine without a TEE: it signs for the machine's keys, which makes
    /// the tier "open". Default: null, a machine that proves itself by its hardware.
    /// </summary>
    public string? WalletKeyFile { get; init; }
}
