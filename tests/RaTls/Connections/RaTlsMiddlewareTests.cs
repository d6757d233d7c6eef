using System.IO.Pipelines;
using System.Net.Sockets;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Connections;
using Cocoon.RaTls.Identity;
using Cocoon.RaTls.Sessions;
using Cocoon.RaTls.Tests.Harness;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.RaTls.Tests.Connections;

/// <summary>Two silos, as their connections see them: pipes over a socket, handlers on both ends.</summary>
public sealed class RaTlsMiddlewareTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Market _market = new();
    private readonly ServiceProvider _caller;
    private readonly ServiceProvider _called;

    public RaTlsMiddlewareTests() => (_caller, _called) = (Silo(ImageRole.Provider), Silo(ImageRole.Core));

    public async ValueTask DisposeAsync()
    {
        await _caller.DisposeAsync();
        await _called.DisposeAsync();
    }

    [Fact]
    public async Task Large_transfers_pass_both_ways_at_once_and_each_half_closes_by_itself()
    {
        var up = Noise(5_000_000, 1);
        var down = Noise(7_000_000, 2);
        byte[] gotUp = [], gotDown = [];
        using var wire = await Wire.Open();
        var called = Run(_called, wire.Called, RaTlsSide.Inbound, async context =>
        {
            context.Features.Get<AttestedSession>()!.Identity.Role.Should().Be(ImageRole.Provider);
            var reading = ReadToEnd(context.Transport.Input);
            await context.Transport.Output.WriteAsync(down);
            gotUp = await reading;
            // The caller has closed its half; this one still speaks.
            await context.Transport.Output.WriteAsync(new byte[] { 42 });
            await context.Transport.Output.CompleteAsync();
        });
        var caller = Run(_caller, wire.Caller, RaTlsSide.Outbound, async context =>
        {
            var reading = ReadToEnd(context.Transport.Input);
            await context.Transport.Output.WriteAsync(up);
            await context.Transport.Output.CompleteAsync();
            gotDown = await reading;
        });
        await Task.WhenAll(called, caller).WaitAsync(Patience);
        gotUp.Should().Equal(up);
        gotDown.Should().Equal([.. down, 42]);
        _called.GetRequiredService<SessionRegistry>().Sessions.Should().BeEmpty();
    }

    [Fact]
    public async Task A_peer_that_is_not_attested_reaches_no_handler()
    {
        using var wire = await Wire.Open();
        var called = Run(_called, wire.Called, RaTlsSide.Inbound, _ => throw new InvalidOperationException("must not be reached"));
        await wire.Caller.WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        wire.Caller.Socket.Shutdown(SocketShutdown.Send);
        var refused = await FluentActions.Awaiting(() => called.WaitAsync(Patience)).Should().ThrowAsync<RaTlsException>();
        refused.Which.Failure.Should().Be(AttestationFailure.HandshakeFailed);
    }

    [Fact]
    public async Task A_revocation_cuts_the_handlers_off_on_both_ends()
    {
        using var wire = await Wire.Open();
        var isUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var called = Run(_called, wire.Called, RaTlsSide.Inbound, async context =>
        {
            isUp.SetResult();
            await ReadToEnd(context.Transport.Input);
        });
        var caller = Run(_caller, wire.Caller, RaTlsSide.Outbound, context => ReadToEnd(context.Transport.Input));
        await isUp.Task.WaitAsync(Patience);
        _market.Revoke();
        await Watch(_called).Look();
        await Quietly(called);
        await Quietly(caller);
        _called.GetRequiredService<SessionRegistry>().Sessions.Should().BeEmpty();
        _caller.GetRequiredService<SessionRegistry>().Sessions.Should().BeEmpty();
    }

    [Fact]
    public void Options_out_of_range_stop_the_host()
    {
        using var provider = Silo(ImageRole.Core, options => options.MaxHandshakes = 0);
        FluentActions.Invoking(provider.GetRequiredService<RaTlsEndpoint>).Should().Throw<Microsoft.Extensions.Options.OptionsValidationException>().WithMessage("*MaxHandshakes is 0*");
    }

    private static SessionWatch Watch(IServiceProvider silo) => silo.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<SessionWatch>().Single();

    /// <summary>Ends in time, well or not.</summary>
    private static async Task Quietly(Task task) => await task.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    private ServiceProvider Silo(ImageRole role, Action<RaTlsOptions>? configure = null)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<TimeProvider>(_market.Time).AddSingleton<IPolicySource>(_market).AddSingleton<ICollateralKeeper>(_market).AddSingleton<IEpochSource>(_market);
        services.AddSingleton<IEvidenceMaker, SimulatedEvidenceMaker>().AddSingleton<IEvidenceVerifier, SimulatedVerifier>().AddSingleton<MachineAppraiser>();
        services.AddRaTls(_ => new RaTlsIdentityOptions { NetworkId = Market.NetworkId, Identity = new PeerIdentity(role, Machine.Wallet) }, configure);
        return services.BuildServiceProvider();
    }

    private static async Task Run(IServiceProvider silo, NetworkStream stream, RaTlsSide side, Func<ConnectionContext, Task> handler)
    {
        var socket = new SocketPipe(stream);
        await using var context = new SocketContext(socket, stream);
        var pipeline = new ConnectionBuilder(silo).UseRaTls(side, Machine.Anybody).Run(handler).Build();
        await pipeline(context);
    }

    private static async Task<byte[]> ReadToEnd(PipeReader reader)
    {
        using var all = new MemoryStream();
        await reader.CopyToAsync(all);
        return all.ToArray();
    }

    private static byte[] Noise(int bytes, int seed)
    {
        var noise = new byte[bytes];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    private sealed class SocketPipe(NetworkStream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    private sealed class SocketContext(IDuplexPipe pipe, NetworkStream stream) : DefaultConnectionContext("test", pipe, pipe)
    {
        public override void Abort(ConnectionAbortedException abortReason) => stream.Dispose();
    }
}
