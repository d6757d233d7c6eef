using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Market;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cocoon.Silo.Trust;

/// <summary>How this host comes to verdicts on machines.</summary>
public static class MachineVerification
{
    /// <summary>
    /// Adds <see cref="IMachineVerifier"/>. Policy, collateral and epochs that were added before are kept; without them only
    /// simulated evidence counts, and on mainnet nothing.
    /// </summary>
    public static IServiceCollection AddMachineVerifier(this IServiceCollection services, MarketParameters market)
    {
        services.AddSingleton<IEvidenceVerifier, SimulatedVerifier>();
        services.AddSingleton<MachineAppraiser>();
        services.TryAddSingleton<IPolicySource>(new FixedPolicy(new PolicyDocument { NetworkId = market.NetworkId, AllowSimulated = market.AllowsSimulated, RequireEpoch = false }));
        services.TryAddSingleton<ICollateralKeeper, NoCollateral>();
        services.TryAddSingleton<IEpochSource, NoEpochs>();
        services.TryAddSingleton<IMachineVerifier, MachineVerifier>();
        return services;
    }
}
