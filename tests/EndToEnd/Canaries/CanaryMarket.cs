using Cocoon.Cli.Dev;
using Cocoon.Grains;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Events;
using Cocoon.Silo.Canaries;
using Cocoon.Silo.Hosting;
using Cocoon.Telemetry.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.EndToEnd.Tests.Canaries;

/// <summary>A dev market with two machines of one model, whose canary pays out of the demo client's channel.</summary>
public sealed class CanaryMarket : IAsyncLifetime
{
    /// <summary>So long that the agent makes no round by itself while a test runs.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    private readonly TestFolder _folder = new();
    private DevMarket _market = null!;

    internal MoodyEngine Engine { get; private set; } = null!;

    internal IGrainFactory Grains => _market.Node.Grains;

    internal string Model => _market.Node.Model.Id;

    public async Task InitializeAsync()
    {
        Engine = new MoodyEngine(Directory.CreateDirectory(Path.Combine(_folder.Path, "cheaper")).FullName);
        _market = await DevMarket.Start(new DevNodeOptions(_folder.Path, Port: 0, KeepVouchers: false, LogLevel.Warning)
        {
            Silo = Configure,
            Override = new SecondMachine(Engine).AddTo,
        }, static _ => { }, CancellationToken.None);
        await DevWallet.Until(async () => (await Grains.Market(Model).Snapshot()).Count == 2, "both offers", CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _market.DisposeAsync();
        await Engine.DisposeAsync();
        _folder.Dispose();
    }

    private void Configure(DevNetwork network, CocoonSiloOptions silo)
    {
        silo.Canary = new CanaryOptions { Channel = network.Channel, VoucherSeed = network.Keys.VoucherSeed, VoucherFolder = Path.Combine(_folder.Path, "vouchers"), Period = Never };
        // The least share: machines keep what may be audited, and next to nothing is drawn beside the probes.
        silo.Market = silo.Market with { Incentives = silo.Market.Incentives with { AuditBps = 1 } };
    }

    /// <summary>What the silo's agent does at its time.</summary>
    internal Task<CanaryOutcome> Probe() => _market.Node.Services.GetRequiredService<CanaryRound>().Run(Model, new Random(1), CancellationToken.None);

    internal Task<ChannelView> Channel() => _market.Node.Channel();

    /// <summary>The number of the newest event.</summary>
    internal long Now => _market.Node.Services.GetRequiredService<RecentEvents>().Last;

    /// <summary>What was told after an event.</summary>
    internal IReadOnlyList<MarketEvent> Since(long number) => [.. _market.Node.Services.GetRequiredService<RecentEvents>().Read(number).Events.Select(recent => recent.News)];

    /// <summary>What operators see of it.</summary>
    internal async Task<string> Metrics()
    {
        using var http = new HttpClient { BaseAddress = _market.Node.Address };
        return await http.GetStringAsync(new Uri("metrics", UriKind.Relative));
    }
}
