using System.Net;
using Cocoon.Core.Market;
using Cocoon.Silo.Settings;
using Cocoon.Ton.Crypto;

namespace Cocoon.Silo.Hosting;

/// <summary>What a process that is no silo needs to know to reach the silos: a gateway's, or a machine's that dials out. It has no keys of the market.</summary>
public sealed class CocoonClientOptions
{
    /// <summary>Which cluster. Required.</summary>
    public required ClusterSettings Cluster { get; set; }

    /// <summary>Where its membership is. Required.</summary>
    public required DatabaseSettings Postgres { get; set; }

    /// <summary>What this machine serves, by dialling out; null for a gateway. Default: null.</summary>
    public ProviderRoleOptions? Provider { get; set; }

    /// <summary>Gateway ports of core silos; empty to look in <see cref="Postgres"/>. Default: empty.</summary>
    public IReadOnlyList<IPEndPoint> Gateways { get; set; } = [];

    /// <summary>Key of the provider's wallet, which makes an open machine of this one; null for one that its hardware proves. Default: null.</summary>
    public SigningKey? WalletKey { get; set; }

    /// <summary>Timeouts. Default: those of <see cref="SiloSettings"/>.</summary>
    public SiloSettings Limits { get; set; } = new();

    /// <summary>TON node, toncenter-v2 API, ending in "/api/v2/". Required.</summary>
    public required Uri ChainEndpoint { get; set; }

    /// <summary>The node's API key. Default: null.</summary>
    public string? ChainApiKey { get; set; }

    /// <summary>The market's rules, as this process read them from the chain itself. Required.</summary>
    public required MarketParameters Market { get; set; }

    /// <summary>Which machines are trusted, and how this one proves itself. Default: simulated, for development.</summary>
    public TrustOptions Trust { get; set; } = new();

    /// <summary>Whether connections are attested TLS. Default: true.</summary>
    public bool RaTls { get; set; } = true;
}
