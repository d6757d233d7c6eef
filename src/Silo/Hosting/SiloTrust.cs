using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Collateral.Http;
using Cocoon.Attestation.Collateral.Needs;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Machine;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Ton;
using Cocoon.Core.Market;
using Cocoon.Grains.Trust;
using Cocoon.Ton.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Hosting;

/// <summary>Gives a silo its policy, collateral, blocks and evidence.</summary>
internal static class SiloTrust
{
    public static void AddTrust(this IServiceCollection services, TrustOptions trust, MarketParameters market)
    {
        if (trust.PolicyPath is { } path) AddHardware(services, trust, market, path);
        services.TryAddSingleton<IPolicySource>(new FixedPolicy(PolicyDocument.Simulated(market.NetworkId)));
        services.AddMachineVerifier();
        services.TryAddSingleton<IEvidenceMaker, SimulatedEvidenceMaker>();
    }

    private static void AddHardware(IServiceCollection services, TrustOptions trust, MarketParameters market, string path)
    {
        services.TryAddSingleton<IPolicySource>(provider => new RegistryPolicy(
            new PolicyFile(path, provider.GetRequiredService<ILogger<PolicyFile>>()),
            new RegistryReader(provider.GetRequiredService<ITonClient>(), market.Registry),
            new RegistryPolicyOptions(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RegistryPolicy>>()));
        services.TryAddSingleton<IEpochSource>(provider => new TonEpochSource(
            provider.GetRequiredService<ITonClient>(),
            provider.GetRequiredService<ITonClient>() as IMasterchainBlocks ?? throw new InvalidOperationException("Evidence is bound to blocks of the masterchain, and this TON client cannot look them up. Reach the chain over HTTP."),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ICollateralKeeper>(provider => new CollateralKeeper(
            Sources(trust, provider.GetRequiredService<TimeProvider>()), Needs(trust), new CollateralOptions(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CollateralKeeper>>()));
        services.TryAddSingleton(new VerdictCacheOptions());
        services.TryAddSingleton<IMachineVerifier, CachedMachineVerifier>();
        services.TryAddSingleton(new CpuEvidence());
        services.TryAddSingleton(new GpuTools());
        services.TryAddSingleton<IEvidenceMaker, MachineEvidenceMaker>();
    }

    private static IEnumerable<ICollateralSource> Sources(TrustOptions trust, TimeProvider time)
    {
        if (trust.AskVendors)
            foreach (var vendor in Vendors(trust, time)) yield return vendor;
        if (trust.CollateralFolder is { } folder) yield return new FolderCollateral(folder);
    }

    private static IEnumerable<ICollateralSource> Vendors(TrustOptions trust, TimeProvider time)
    {
        var http = new CollateralHttp(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }), new CollateralHttpOptions(), time, Random.Shared);
        yield return new IntelCollateral(http, IntelCollateral.Intel);
        yield return new AmdCollateral(http, AmdCollateral.Amd);
        yield return new NvidiaCollateral(http, NvidiaCollateral.Rims, NvidiaCollateral.Ocsp);
        if (trust.TokenIssuers.Count > 0) yield return new KeySetCollateral(http, trust.TokenIssuers.ToDictionary(StringComparer.Ordinal));
    }

    private static IEnumerable<ICollateralNeeds> Needs(TrustOptions trust) =>
    [
        new TdxNeeds(), new SnpNeeds(), new GpuNeeds(),
        new TokenNeeds(EvidenceKind.AzureToken, trust.TokenIssuers.Keys), new TokenNeeds(EvidenceKind.NrasToken, trust.TokenIssuers.Keys),
    ];
}
