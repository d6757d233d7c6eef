using Cocoon.Core.Market;
using Cocoon.Ton.Crypto;

namespace Cocoon.Silo.Hosting;

/// <summary>What a silo needs to know. The keys stay in memory and are never logged.</summary>
public sealed class CocoonSiloOptions
{
    /// <summary>The SQLite file with all durable state; made when missing. Required.</summary>
    public required string StatePath { get; set; }

    /// <summary>TON node, toncenter-v2 API, ending in "/api/v2/". Required.</summary>
    public required Uri ChainEndpoint { get; set; }

    /// <summary>The market's rules. Required.</summary>
    public required MarketParameters Market { get; set; }

    /// <summary>Countersigns receipts. Required.</summary>
    public required SigningKey MarketKey { get; set; }

    /// <summary>Owns the wallet that claims vouchers and signs the vault's batches. Required.</summary>
    public required SigningKey OperatorKey { get; set; }

    /// <summary>Which machines may serve, and how this one proves itself. Default: simulated, for development.</summary>
    public TrustOptions Trust { get; } = new();

    /// <summary>The provider role; null for a silo without engines. Default: null.</summary>
    public ProviderRoleOptions? Provider { get; set; }
}
