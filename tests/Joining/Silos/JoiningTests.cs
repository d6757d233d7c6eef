using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Grains;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Sessions;
using Cocoon.RaTls.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Metadata;

namespace Cocoon.Joining.Tests.Silos;

/// <summary>A core silo and a provider's, over real sockets.</summary>
public sealed class JoiningTests : IAsyncLifetime
{
    /// <summary>What a silo says of itself, once the core has heard of it: a little later than its membership.</summary>
    private async Task<GrainManifest> ManifestOf(IHost silo)
    {
        var address = silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var manifests = _core.Services.GetRequiredService<IClusterManifestProvider>();
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var update in manifests.Updates.WithCancellation(patience.Token))
            if (update.Silos.TryGetValue(address, out var said)) return said;
        throw new InvalidOperationException("The core silo ended before it heard of the other one.");
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Ten times what a silo needs that is let in.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);
    private static readonly PeerIdentity Core = new(ImageRole.Core, TestSilo.Wallet(1));
    private static readonly PeerIdentity Provider = new(ImageRole.Provider, TestSilo.Wallet(2));

    private readonly Market _corePolicy = new();
    private readonly int _port = TestSilo.FreePort();
    private readonly int _gatewayPort = TestSilo.FreePort();
    private IHost _core = null!;

    public async Task InitializeAsync()
    {
        _core = TestSilo.Build(_corePolicy, Core, _port, _port, gatewayPort: _gatewayPort);
        await _core.StartAsync().WaitAsync(Patience);
    }

    public async Task DisposeAsync()
    {
        await _core.StopAsync();
        _core.Dispose();
    }

    [Fact]
    public async Task A_provider_silo_serves_the_engine_and_reports_to_the_job_and_to_its_own_twin()
    {
        using var provider = await Join();
        await ManifestOf(provider);
        var job = JobId.New(DateTimeOffset.UtcNow, new byte[10]);
        var run = async () =>
        {
            await foreach (var _ in Grains(_core).Inference(Provider.Wallet).Run(job, 1, [])) { }
        };
        (await run.Should().ThrowAsync<RefusedException>()).Which.Message.Should().Be(JobDouble.Reached);
        (await Grains(provider).Provider(Provider.Wallet).Announce()).Should().BeTrue();
        await provider.StopAsync();
    }

    [Fact]
    public async Task A_gateway_calls_grains_over_its_attested_connection()
    {
        using var gateway = TestSilo.BuildClient(_corePolicy, new PeerIdentity(ImageRole.Gateway, TestSilo.Wallet(1)), _gatewayPort);
        await gateway.StartAsync().WaitAsync(Patience);

        var job = await Grains(gateway).Job(JobId.New(DateTimeOffset.UtcNow, new byte[10])).View().WaitAsync(Patience);

        job.Status.Should().Be(JobStatus.None);
        await gateway.StopAsync();
    }

    [Fact]
    public async Task A_machine_that_dials_out_reaches_its_own_edge_grain_and_nothing_else()
    {
        var wallet = TestSilo.Wallet(7);
        using var machine = TestSilo.BuildClient(_corePolicy, new PeerIdentity(ImageRole.Edge, wallet), _gatewayPort);
        await machine.StartAsync().WaitAsync(Patience);
        var grains = Grains(machine);
        var nonce = await grains.Edge(wallet).Challenge().WaitAsync(Patience);
        var evidence = await new SimulatedEvidenceMaker().Make(new EvidenceRequest(new EnclaveClaims(new HexBytes(new byte[32]), new HexBytes([4, .. new byte[64]]), new HexBytes(new byte[32])), Market.NetworkId, wallet, new HexBytes(nonce)));
        var connection = await grains.Edge(wallet).Connect(evidence.Encode()).WaitAsync(Patience);

        (await grains.Edge(wallet).Announce(connection).WaitAsync(Patience)).Should().BeTrue("the edge grain speaks for it");
        await grains.Awaiting(all => all.Edge(TestSilo.Wallet(8)).Challenge()).Should().ThrowAsync<TimeoutException>("its message is dropped on arrival");
        await grains.Awaiting(all => all.Channel(TestSilo.Wallet(9)).View()).Should().ThrowAsync<TimeoutException>();
        _core.Services.GetRequiredService<Reached>().Count.Should().Be(0);
        await machine.StopAsync();
    }

    [Fact]
    public async Task A_provider_silo_registers_the_engine_and_no_other_grain()
    {
        using var provider = await Join();
        var said = await ManifestOf(provider);
        said.Grains.Keys.Select(type => type.ToString()).Should().Equal("inference");
        for (var i = 0; i < 20; i++) await Grains(_core).Channel(TestSilo.Wallet((byte)(100 + i))).View();
        provider.Services.GetRequiredService<Reached>().Count.Should().Be(0);
        _core.Services.GetRequiredService<Reached>().Count.Should().Be(20);
        await provider.StopAsync();
    }

    [Fact]
    public async Task A_provider_silo_cannot_call_or_read_the_ledger()
    {
        using var provider = await Join();
        (await Grains(provider).Awaiting(grains => grains.Channel(TestSilo.Wallet(9)).View()).Should().ThrowAsync<RefusedException>())
            .Which.Code.Should().Be(RefusalCode.CallNotAllowed);
        await provider.StopAsync();
    }

    [Fact]
    public async Task A_hostile_provider_silo_without_its_own_filters_cannot_either()
    {
        using var provider = await Join(services => services.RemoveAll<IOutgoingGrainCallFilter>());
        var grains = Grains(provider);
        await grains.Awaiting(all => all.Channel(TestSilo.Wallet(9)).View()).Should().ThrowAsync<TimeoutException>("its message is dropped on arrival");
        _core.Services.GetRequiredService<Reached>().Count.Should().Be(0);

        var job = JobId.New(DateTimeOffset.UtcNow, new byte[10]);
        await Refused(() => grains.Job(job).View());
        await Refused(() => grains.Provider(TestSilo.Wallet(3)).Announce());
        await Refused(() => grains.Provider(Provider.Wallet).Evidence());
        (await grains.Provider(Provider.Wallet).Announce()).Should().BeTrue("what it may do goes on");
        await provider.StopAsync();
    }

    [Fact]
    public async Task A_silo_that_is_not_attested_cannot_join() => await Stays_outside(TestSilo.Build(new Market(), Provider, TestSilo.FreePort(), _port, isAttested: false));

    [Fact]
    public async Task A_silo_that_is_revoked_cannot_join()
    {
        _corePolicy.Revoke();
        await Stays_outside(TestSilo.Build(new Market(), Provider, TestSilo.FreePort(), _port));
    }

    [Fact]
    public async Task A_silo_that_is_revoked_later_is_cut_off()
    {
        using var provider = await Join();
        (await Grains(provider).Provider(Provider.Wallet).Announce()).Should().BeTrue();
        _corePolicy.Revoke();
        var watch = _core.Services.GetServices<IHostedService>().OfType<SessionWatch>().Single();
        await watch.Look();
        await Grains(provider).Awaiting(grains => grains.Provider(Provider.Wallet).Announce()).Should().ThrowAsync<Exception>();
        _core.Services.GetRequiredService<SessionRegistry>().Sessions.Should().BeEmpty();
        using var brief = new CancellationTokenSource();
        await brief.CancelAsync();
        await provider.StopAsync(brief.Token);
    }

    private async Task<IHost> Join(Action<IServiceCollection>? change = null)
    {
        var provider = TestSilo.Build(new Market(), Provider, TestSilo.FreePort(), _port, change: change);
        await provider.StartAsync().WaitAsync(Patience);
        return provider;
    }

    private async Task Stays_outside(IHost stranger)
    {
        using (stranger)
        {
            using var enough = new CancellationTokenSource(LongEnough);
            await stranger.Awaiting(host => host.StartAsync(enough.Token).WaitAsync(LongEnough)).Should().ThrowAsync<Exception>();
            var address = stranger.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
            var hosts = await Grains(_core).GetGrain<IManagementGrain>(0).GetHosts(onlyActive: false);
            hosts.Keys.Should().NotContain(address).And.HaveCount(1);
        }
    }

    private static async Task Refused(Func<Task> call) =>
        (await call.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.CallNotAllowed);

    private static IGrainFactory Grains(IHost host) => host.Services.GetRequiredService<IGrainFactory>();
}
