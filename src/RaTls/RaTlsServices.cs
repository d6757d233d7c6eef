using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.RaTls.Identity;
using Cocoon.RaTls.Limits;
using Cocoon.RaTls.Roles;
using Cocoon.RaTls.Sessions;
using Cocoon.RaTls.Verdicts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Cocoon.RaTls;

/// <summary>Adds attested connections to a host.</summary>
public static class RaTlsServices
{
    /// <summary>
    /// Adds <see cref="RaTlsEndpoint"/> and what it needs. The host brings <see cref="IEvidenceMaker"/>,
    /// <see cref="MachineAppraiser"/>, <see cref="ICollateralKeeper"/>, <see cref="IPolicySource"/>, <see cref="IEpochSource"/>,
    /// and an <see cref="IRoleProof"/> where evidence alone is not enough.
    /// </summary>
    /// <param name="services">The host's.</param>
    /// <param name="identity">Who this machine is; asked once, at the first use.</param>
    /// <param name="configure">Limits and deadlines.</param>
    public static IServiceCollection AddRaTls(this IServiceCollection services, Func<IServiceProvider, RaTlsIdentityOptions> identity, Action<RaTlsOptions>? configure = null)
    {
        services.AddOptions<RaTlsOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RaTlsOptions>, RaTlsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => identity(provider));
        services.TryAddSingleton<AttestedIdentity>();
        services.TryAddSingleton(provider => new RoleVerifiers(
            provider.GetRequiredService<MachineAppraiser>(), provider.GetRequiredService<ICollateralKeeper>(),
            provider.GetRequiredService<IPolicySource>(), provider.GetRequiredService<IEpochSource>()));
        services.TryAddSingleton<IPeerAppraiser, VerdictCache>();
        services.TryAddSingleton<IRoleProof, EvidenceAloneProves>();
        services.TryAddSingleton<SessionRegistry>();
        services.TryAddSingleton<ConnectionGate>();
        services.TryAddSingleton<RaTlsEndpoint>();
        services.AddHostedService<SessionWatch>();
        return services;
    }
}
