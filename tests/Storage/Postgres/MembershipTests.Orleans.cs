using System.Net;
using Cocoon.Storage.Postgres;
using Cocoon.Storage.Tests.Files;
using Cocoon.Storage.Tests.Postgres.Grains;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Configuration;

namespace Cocoon.Storage.Tests.Postgres;

/// <summary>Orleans' own membership, by its AdoNet package, on our tables and statements, as a user who may see nothing else.</summary>
[Collection(PostgresSet.Name)]
public sealed class MembershipTests(PostgresFixture postgres)
{
    private const string Count = "SELECT count(*) FROM membership.silo WHERE status =";
    private const int Active = 3;
    private const int Dead = 6;

    [PosixFact]
    public async Task Silos_find_each_other_and_one_lives_on_when_the_other_dies()
    {
        var market = await postgres.CreateMarket();
        await PostgresFixture.Ask(market, $"CREATE ROLE {market.Database}_door LOGIN IN ROLE {market.Database}_membership");
        await using var members = PostgresConnections.Open(postgres.Server.Reach(market.Database, $"{market.Database}_door"));
        using var one = await GrainHost.Start(market, silo => Join(silo, members));
        using var two = await GrainHost.Start(market, silo => Join(silo, members));
        (await PostgresFixture.Ask(market, $"{Count} {Active}")).Should().Be(2L);
        for (var i = 0; i < 20; i++) (await (i % 2 == 0 ? one : two).Pulse($"{i}").Add(1)).Should().Be(1);
        for (var i = 0; i < 20; i++) (await (i % 2 == 0 ? two : one).Pulse($"{i}").Add(1)).Should().Be(2, "there is one of each grain for the whole cluster");

        // Stopping that is cut short at once: no grain is told, nothing is moved.
        await two.StopAsync(new CancellationToken(canceled: true));

        await Notice(one.Services, two.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress);
        (await PostgresFixture.Ask(market, $"{Count} {Dead}")).Should().Be(1L);
        (await PostgresFixture.Ask(market, $"{Count} {Active}")).Should().Be(1L);
        for (var i = 0; i < 20; i++) (await one.Pulse($"{i}").Add(1)).Should().Be(3);
        await one.StopAsync();
    }

    private static void Join(ISiloBuilder silo, NpgsqlDataSource members)
    {
        var ports = GrainHostRuntime.FreePorts();
        silo.UseAdoNetClustering(options => (options.Invariant, options.DataSource) = ("Npgsql", members));
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = ("members", "members"));
        silo.ConfigureEndpoints(IPAddress.Loopback, ports.Silo, ports.Gateway);
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
            options.NumMissedProbesLimit = 2;
            options.NumVotesForDeathDeclaration = 1;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(1);
        });
    }

    private static async Task Notice(IServiceProvider silo, SiloAddress dead)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var members in silo.GetRequiredService<IClusterMembershipService>().MembershipUpdates.WithCancellation(deadline.Token))
            if (members.GetSiloStatus(dead) == SiloStatus.Dead) return;
    }
}
