namespace Cocoon.Silo.Settings;

/// <summary>Which machines are trusted, and how this one proves itself (docs/policy.md, docs/trust-joining.md).</summary>
public sealed class TrustSettings
{
    /// <summary>The market's policy file. Default: null; then simulated evidence counts on development networks, and nothing on mainnet.</summary>
    public string? PolicyPath { get; init; }

    /// <summary>A folder with vendors' documents, for what the vendors do not give. Default: null.</summary>
    public string? CollateralFolder { get; init; }

    /// <summary>Whether vendors' services are asked for documents. False needs <see cref="CollateralFolder"/>, kept fresh by you. Default: true.</summary>
    public bool AskVendors { get; init; } = true;

    /// <summary>Addresses of token issuers' key sets, by issuer exactly as tokens name it. Default: none, so that no token counts.</summary>
    public IReadOnlyDictionary<string, string> TokenIssuers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether silos and gateways prove their machines to one another, encrypt, and are held to their roles. Turn it off only for
    /// tests on loopback: without it whoever reaches a silo's port can do anything. On Orleans only. Default: true.
    /// </summary>
    public bool RaTls { get; init; } = true;
}
