using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Silo.Canaries;
using Cocoon.Silo.Settings;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Stakes;

namespace Cocoon.Silo.Hosting;

/// <summary>What a silo needs to know. The keys stay in memory and are never logged.</summary>
public sealed class CocoonSiloOptions
{
    /// <summary>What this silo is for. Default: Core.</summary>
    public SiloRole Role { get; set; } = SiloRole.Core;

    /// <summary>The SQLite file with all durable state; made when missing. A core silo needs this or <see cref="Postgres"/>. Default: null.</summary>
    public string? StatePath { get; set; }

    /// <summary>The PostgreSQL with the ledger (core silos) and the cluster's membership. Default: null, a silo by itself.</summary>
    public DatabaseSettings? Postgres { get; set; }

    /// <summary>How the other silos reach this one. Default: null, a silo by itself on free ports of loopback.</summary>
    public ClusterSettings? Cluster { get; set; }

    /// <summary>Timeouts and limits. Default: those of <see cref="SiloSettings"/>.</summary>
    public SiloSettings Limits { get; set; } = new();

    /// <summary>TON node, toncenter-v2 API, ending in "/api/v2/". Required.</summary>
    public required Uri ChainEndpoint { get; set; }

    /// <summary>The node's API key. Default: null.</summary>
    public string? ChainApiKey { get; set; }

    /// <summary>The market's rules. Required.</summary>
    public required MarketParameters Market { get; set; }

    /// <summary>Countersigns receipts. Required on core silos, null on others.</summary>
    public SigningKey? MarketKey { get; set; }

    /// <summary>Owns the wallet that claims vouchers and signs the vault's batches. Required on core silos, null on others.</summary>
    public SigningKey? OperatorKey { get; set; }

    /// <summary>Announces slashes after disputes; null where the slasher's key is off line. Default: null.</summary>
    public SigningKey? SlasherKey { get; set; }

    /// <summary>Stake contracts, by the wallet of their provider. Default: none.</summary>
    public IReadOnlyDictionary<AccountAddress, AccountAddress> Stakes { get; set; } = new Dictionary<AccountAddress, AccountAddress>();

    /// <summary>Wallets of the market's own auditors; core silos only. Default: none.</summary>
    public IReadOnlyList<AccountAddress> Auditors { get; set; } = [];

    /// <summary>Probes of idle offers, on one core silo of a market. Default: null, none.</summary>
    public CanaryOptions? Canary { get; set; }

    /// <summary>Which machines may serve, and how this one proves itself. Default: simulated, for development.</summary>
    public TrustOptions Trust { get; set; } = new();

    /// <summary>Whether silos and gateways speak attested TLS with one another. Only in a cluster, on Orleans. Default: false.</summary>
    public bool RaTls { get; set; }

    /// <summary>Whether the dashboard of Orleans is served at /orleans of the operations listener; it costs some CPU. On Orleans only. Default: false.</summary>
    public bool Dashboard { get; set; }

    /// <summary>The terms of providers' stakes, which lift the start of their reputation; its owner does not matter. Default: null, no stake counts.</summary>
    public StakeTerms? Stake { get; set; }

    /// <summary>The engine; null for a silo without one. Default: null.</summary>
    public ProviderRoleOptions? Provider { get; set; }

    /// <summary>Whether the engine is sold through its edge grain, as that of a machine outside would be. Core silos only. Default: false.</summary>
    public bool SellsByEdge { get; set; }

    /// <summary>Key of the provider's wallet, which makes an open machine of this one; with <see cref="SellsByEdge"/> only. Default: null.</summary>
    public SigningKey? WalletKey { get; set; }
}
