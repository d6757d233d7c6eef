using Cocoon.Attestation.Policy;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Placement;
using Cocoon.Joining.Access;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Cocoon.Silo.Placement;

/// <summary>Which silo hosts what.</summary>
public static class CocoonPlacement
{
    /// <summary>
    /// Registers the directors behind <see cref="ProviderPlacementAttribute"/> and <see cref="SiloPlacementAttribute"/>, tells
    /// the others this silo's wallet, and leaves only the grain classes of its role. Every silo of a cluster needs it.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="role">Core or provider.</param>
    /// <param name="wallet">Raw address of the wallet its engine works for; null on a core silo without an engine.</param>
    public static ISiloBuilder UseCocoonPlacement(this ISiloBuilder silo, ImageRole role, string? wallet)
    {
        silo.Services.AddSingleton<SiloWallets>();
        silo.Services.AddPlacementDirector<ProviderPlacement, ProviderPlacementDirector>();
        silo.Services.AddPlacementDirector<SiloPlacement, SiloPlacementDirector>();
        silo.Configure<GrainTypeOptions>(options => options.Classes.RemoveWhere(grain =>
            !GrainAccess.MayHost(role, grain) || (wallet is null && grain == typeof(InferenceGrain))));
        var metadata = new Dictionary<string, string>
        {
            [SiloMetadataKeys.Role] = role.ToString(),
            [SiloMetadataKeys.Version] = typeof(CocoonPlacement).Assembly.GetName().Version!.ToString(3),
        };
        if (wallet is not null) metadata[SiloMetadataKeys.Wallet] = wallet;
        return silo.UseSiloMetadata(metadata);
    }
}
