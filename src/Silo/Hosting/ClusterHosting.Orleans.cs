using System.Net;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Market;
using Cocoon.Grains.Inference;
using Cocoon.Joining.Access;
using Cocoon.Joining.Silos;
using Cocoon.RaTls;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Identity;
using Cocoon.RaTls.Roles;
using Cocoon.Silo.Settings;
using Cocoon.Storage.Postgres;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Configuration;

namespace Cocoon.Silo.Hosting;

/// <summary>Makes a silo or a gateway's client part of a cluster: membership in PostgreSQL, and attested connections.</summary>
internal static class ClusterHosting
{
    private const string Invariant = "Npgsql";

    /// <summary>Membership is a few queries a minute; the ledger has a pool of its own.</summary>
    private const int MembershipConnections = 4;

    public static void Join(ISiloBuilder silo, CocoonSiloOptions options, ClusterSettings cluster)
    {
        var address = cluster.Address is { } ip ? IPAddress.Parse(ip) : IPAddress.Loopback;
        // A provider's silo takes no clients: gateways talk to the core.
        var gatewayPort = options.Role == SiloRole.Core ? cluster.GatewayPort : 0;
        if (options.Postgres is { } postgres) silo.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.DataSource) = (Invariant, Membership(postgres)));
        else silo.UseLocalhostClustering(cluster.SiloPort, gatewayPort);
        silo.Configure<ClusterOptions>(names => (names.ClusterId, names.ServiceId) = (cluster.Id, cluster.Service));
        silo.Configure<ClusterMembershipOptions>(membership => membership.ProbeTimeout = TimeSpan.FromSeconds(cluster.ProbeSeconds));
        silo.ConfigureEndpoints(address, cluster.SiloPort, gatewayPort);
        if (!options.RaTls) return;
        var self = options is { Role: SiloRole.Provider, Provider: { } provider } ? new PeerIdentity(ImageRole.Provider, provider.Wallet) : Own(ImageRole.Core, options.Market);
        AddRaTls(silo.Services, self, options.Market, options.MarketKey);
        silo.UseRaTls(self);
    }

    /// <param name="client">A gateway's, or a machine's that dials out.</param>
    /// <param name="options">Its settings.</param>
    public static void Join(IClientBuilder client, CocoonClientOptions options)
    {
        // A machine outside sees no database of the market.
        if (options.Gateways.Count > 0) client.UseStaticClustering([.. options.Gateways]);
        else client.UseAdoNetClustering(clustering => (clustering.Invariant, clustering.DataSource) = (Invariant, Membership(options.Postgres)));
        client.Configure<ClusterOptions>(names => (names.ClusterId, names.ServiceId) = (options.Cluster.Id, options.Cluster.Service));
        if (!options.RaTls) return;
        var self = options.Provider is { } provider ? new PeerIdentity(ImageRole.Edge, provider.Wallet) : Own(ImageRole.Gateway, options.Market);
        AddRaTls(client.Services, self, options.Market, marketKey: null);
        client.UseRaTls();
    }

    /// <summary>Core silos and gateways work for the market, whose name on chain is its registry.</summary>
    private static PeerIdentity Own(ImageRole role, MarketParameters market) => new(role, market.Registry);

    private static void AddRaTls(IServiceCollection services, PeerIdentity self, MarketParameters market, SigningKey? marketKey)
    {
        services.AddSingleton<IRoleProof>(provider => new MarketRoleProof(market.MarketKey, marketKey, provider.GetRequiredService<IEd25519>()));
        services.AddRaTls(provider => provider.GetService<Enclave>() is { } enclave && self.Role is (ImageRole.Provider or ImageRole.Edge)
            ? new RaTlsIdentityOptions { NetworkId = market.NetworkId, Identity = self, ReceiptKey = enclave.Claims.ReceiptKey, SealingKey = enclave.Claims.SealingKey }
            : new RaTlsIdentityOptions { NetworkId = market.NetworkId, Identity = self });
    }

    /// <summary>Lives as long as the process, as the silo or client does.</summary>
    private static NpgsqlDataSource Membership(DatabaseSettings postgres)
    {
        var options = new PostgresConnectionOptions();
        postgres.Apply(options);
        options.MaxConnections = MembershipConnections;
        return PostgresConnections.Open(options);
    }
}
