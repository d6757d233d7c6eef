using System.Collections.Immutable;
using Cocoon.Admin.Cluster;
using Cocoon.Admin.Hosting;
using Cocoon.Admin.Market;
using Cocoon.Core.Market;
using Cocoon.Grains;
using Cocoon.Grains.Registry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Admin.Collecting;

/// <summary>
/// Keeps the picture up to date: once a second the silos' news, every few seconds offers, settlement and the cluster itself.
/// What it asks does not grow with channels or jobs, nor with the number of people who look.
/// </summary>
internal sealed partial class MarketCollector(
    IGrainFactory grains, PictureKeeper keeper, IClusterProbe probe, SiloCollector silos, ProviderCollector providers,
    IOptions<AdminOptions> options, TimeProvider time, ILogger<MarketCollector> logger) : BackgroundService
{
    private const int SlowRound = 5;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private ClusterView _cluster = ClusterView.Unknown;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, time);
        var round = 0;
        do
        {
            var isSlow = round++ % SlowRound == 0;
            if (isSlow) await Try("the cluster", () => ReadCluster(stoppingToken));
            await Try("the silos", () => silos.Read(_cluster));
            if (isSlow) await Try("the offers", ReadOffers);
            if (isSlow) await Try("settlement", ReadSettlement);
            await Try("the providers", providers.Read);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReadCluster(CancellationToken cancellationToken)
    {
        _cluster = await probe.View(cancellationToken);
        keeper.Change(picture => picture with { Cluster = _cluster, Version = picture.Version + 1 });
    }

    private async Task ReadOffers()
    {
        var rules = await grains.GetGrain<IRegistryGrain>(options.Value.Registry.Raw).Parameters();
        keeper.Change(picture => picture with { Rules = rules });
        var models = rules.Models.Keys.Order(StringComparer.Ordinal).Take(MarketPicture.MaxModels);
        ImmutableList<RoutableOffer>[] offers = await Task.WhenAll(models.Select(model => grains.Market(model).Snapshot()));
        keeper.Change(picture => picture.With([.. offers.SelectMany(list => list).Take(MarketPicture.MaxOffers)], time.GetUtcNow()));
    }

    private async Task ReadSettlement()
    {
        if (keeper.Current.Rules is not { } rules) return;
        foreach (var view in await Task.WhenAll(Enumerable.Range(0, rules.Vaults.Count).Select(shard => grains.Settlement(shard).View())))
        {
            var now = time.GetUtcNow();
            keeper.Change(picture => picture.With(ShardReading.Next(picture.Shards.GetValueOrDefault(view.Shard), view, now)));
        }
    }

    /// <summary>A part of the market that does not answer leaves its part of the picture as it was; the others go on.</summary>
    private async Task Try(string what, Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(what, e.GetType().Name, e.Message);
        }
    }

    [LoggerMessage(2613, LogLevel.Warning, "The admin pages could not read {What} ({Error}): {Reason} Trying again.")]
    private partial void LogFailed(string what, string error, string reason);
}
