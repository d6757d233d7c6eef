namespace Cocoon.Silo.Hosting;

/// <summary>How a silo comes to trust machines, and proves its own.</summary>
public sealed class TrustOptions
{
    /// <summary>
    /// The market's policy file (docs/policy.md), of which the registry contract's images count. Unset: simulated evidence
    /// counts on development networks, and nothing on mainnet. Default: unset.
    /// </summary>
    public string? PolicyPath { get; set; }

    /// <summary>A folder with vendors' documents, for what the vendors do not give. Default: none.</summary>
    public string? CollateralFolder { get; set; }

    /// <summary>Whether vendors' services are asked for documents. Off needs <see cref="CollateralFolder"/>. Default: on.</summary>
    public bool AskVendors { get; set; } = true;

    /// <summary>Key sets of token issuers, by issuer exactly as tokens name it. Default: none, so that no token counts.</summary>
    public IDictionary<string, Uri> TokenIssuers { get; } = new Dictionary<string, Uri>(StringComparer.Ordinal);
}
