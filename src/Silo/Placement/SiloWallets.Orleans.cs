using Cocoon.Joining.Silos;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Cocoon.Silo.Placement;

/// <summary>
/// Which wallet a silo's engine works for. What its attested connection has shown counts before what it says of itself:
/// metadata alone is believed of core silos, and of everybody where RA-TLS is off. Thread-safe.
/// </summary>
internal sealed class SiloWallets(ISiloMetadataCache metadata, IServiceProvider services)
{
    /// <summary>Null where RA-TLS is off.</summary>
    private readonly SiloRoles? _attested = services.GetService<SiloRoles>();

    /// <summary>Raw address of the wallet; null for a silo without an engine, or one that has not told yet.</summary>
    public string? WalletOf(SiloAddress silo)
    {
        var said = metadata.GetSiloMetadata(silo).Metadata.GetValueOrDefault(SiloMetadataKeys.Wallet);
        if (_attested?.ProviderOf(silo) is not { } provider) return said;
        var shown = provider.Wallet.Raw;
        // Metadata comes later than the connection it comes over, and may be missed for minutes: it may be absent, not different.
        return said is null || said == shown ? shown : null;
    }
}
