using Cocoon.Attestation.Policy;
using Cocoon.Joining.Access;
using Cocoon.Joining.Messages;
using Cocoon.RaTls;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Connections;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace Cocoon.Joining.Silos;

/// <summary>Closes a silo to everybody who has not proven itself, and gives each only what its role needs (docs/trust-joining.md).</summary>
public static class JoiningSiloBuilderExtensions
{
    /// <summary>
    /// Silo and gateway connections become mutual RA-TLS, messages of providers and clients are inspected, calls are filtered
    /// by an allow-list, and a provider's silo registers the engine's grain only. Needs <see cref="RaTlsServices.AddRaTls"/>.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="self">Its own role and wallet, as in its evidence. A core silo of one machine may host the engine too.</param>
    public static ISiloBuilder UseRaTls(this ISiloBuilder silo, PeerIdentity self)
    {
        if (self.Role is not (ImageRole.Core or ImageRole.Provider)) throw new ArgumentException("A gateway, or a machine that dials out, is a client and no silo: use UseRaTls of the client builder.", nameof(self));
        silo.Services.AddSingleton(new SiloRoleOptions(self.Role, self.Wallet.Raw));
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton<SiloRoles>();
        silo.Services.AddSingleton<PreambleReader>();
        silo.Services.AddSingleton<MessageGuard>();
        silo.AddIncomingGrainCallFilter<IncomingGate>();
        if (self.Role == ImageRole.Provider) silo.AddOutgoingGrainCallFilter<OutgoingGate>();
        silo.Configure<GrainTypeOptions>(options => options.Classes.RemoveWhere(grain => !GrainAccess.MayHost(self.Role, grain)));
        // Providers' silos too, though they have nothing to say to each other: each probes whether some others are alive.
        var silos = PeerExpectation.Of(ImageRole.Core, ImageRole.Provider);
        return silo.Configure<SiloConnectionOptions>(options =>
        {
            options.ConfigureSiloInboundConnection(builder => builder.UseRaTls(RaTlsSide.Inbound, silos).UseMessageGuard());
            options.ConfigureSiloOutboundConnection(builder => builder.UseRaTls(RaTlsSide.Outbound, silos).UseMessageGuard());
            options.ConfigureGatewayInboundConnection(builder => builder.UseRaTls(RaTlsSide.Inbound, PeerExpectation.Of(ImageRole.Gateway, ImageRole.Edge)).UseMessageGuard());
        });
    }

    /// <summary>A client (a gateway's process, or a machine that dials out) talks to attested core silos only. Needs <see cref="RaTlsServices.AddRaTls"/>.</summary>
    public static IClientBuilder UseRaTls(this IClientBuilder client) => client.Configure<ClientConnectionOptions>(options =>
        options.ConfigureConnection(builder => builder.UseRaTls(RaTlsSide.Outbound, PeerExpectation.Of(ImageRole.Core))));

    private static void UseMessageGuard(this IConnectionBuilder builder)
    {
        var guard = builder.ApplicationServices.GetRequiredService<MessageGuard>();
        builder.Use(next => context => guard.OnConnection(context, next));
    }
}
