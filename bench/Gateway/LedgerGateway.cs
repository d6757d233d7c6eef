using Cocoon.Bench.Soak;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Gateway.Hosting;
using Cocoon.Grains;
using Cocoon.Inference.Upstream;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.Bench.Gateway;

/// <summary>
/// The whole market in one process: the gateway itself over a live silo with its ledger on disk, sealed prompts, receipts; only
/// the chain costs nothing.
/// </summary>
internal sealed class LedgerGateway(SoakHost silo, WebApplication app) : IAsyncDisposable
{
    /// <summary>Channels that requests are spread over, in turns; each has a limit of holds.</summary>
    public const int Channels = 8;

    public WebApplication App => app;

    /// <summary>How often each channel's client signs for what it was charged, far within its credit.</summary>
    private static readonly TimeSpan VoucherPeriod = TimeSpan.FromMilliseconds(100);

    private readonly PeriodicTimer _beat = new(VoucherPeriod);
    private Task _vouching = Task.CompletedTask;

    public ApiKey Key { get; } = ApiKey.New(SoakHost.Client, new SystemEntropy());

    public static async Task<LedgerGateway> Start(UpstreamEngine engine)
    {
        var silo = await SoakHost.Start(engine: engine);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddSingleton(silo.Grains);
        builder.Services.AddCocoonGateway(gateway => (gateway.Registry, gateway.MaxRequests, gateway.JobTimeout) = (SoakHost.Registry, 8_192, TimeSpan.FromMinutes(9)));
        var app = builder.Build();
        app.MapCocoonGateway();
        var gateway = new LedgerGateway(silo, app);
        await gateway.Open();
        await app.StartAsync();
        gateway._vouching = gateway.Vouch();
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        // Ends the beat, and tells if signing has failed meanwhile.
        _beat.Dispose();
        await _vouching;
        await app.DisposeAsync();
        await silo.DisposeAsync();
    }

    private async Task Open()
    {
        var account = silo.Grains.Account(SoakHost.Client);
        await account.AddKey(Key.Id, "bench", Key.SecretHash);
        for (var channel = 0; channel < Channels; channel++) await account.AddChannel(SoakHost.Channel(channel));
        while ((await silo.Grains.Market(SoakHost.Model).Snapshot()).IsEmpty) await Task.Delay(100);
    }

    /// <summary>What clients do all the time.</summary>
    private async Task Vouch()
    {
        while (await _beat.WaitForNextTickAsync())
        {
            for (var number = 0; number < Channels; number++) await silo.Vouch(SoakHost.Channel(number));
        }
    }
}
