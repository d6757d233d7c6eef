using Cocoon.Attestation;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cocoon.Grains.Trust;

/// <summary>How a host comes to verdicts on machines.</summary>
public static class MachineVerification
{
    /// <summary>
    /// Adds <see cref="IMachineVerifier"/> with all verifiers there are. The host has to add a policy; collateral and epochs
    /// that it added are used.
    /// </summary>
    public static IServiceCollection AddMachineVerifier(this IServiceCollection services)
    {
        services.TryAddSingleton(new MachineAppraiser(Verifiers.All));
        services.TryAddSingleton<ICollateralKeeper, NoCollateral>();
        services.TryAddSingleton<IEpochSource, NoEpochs>();
        services.TryAddSingleton<IMachineVerifier, MachineVerifier>();
        return services;
    }
}
