using Cocoon.Core.Market;
using Cocoon.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Settlement;

/// <summary>
/// Wakes every settlement shard, and what closes epochs, when the silo starts, so that a batch on its way goes on and books and chain are compared
/// at once instead of at the first push or reminder.
/// </summary>
internal sealed partial class SettlementStarter(
    IGrainFactory grains, MarketParameters market, TimeProvider time, ILogger<SettlementStarter> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, market.Vaults.Count).Select(shard => Wake($"Settlement {shard}", () => grains.Settlement(shard).View(), stoppingToken))
            .Append(Wake("The epochs", () => grains.Epochs().Wake(), stoppingToken)));

    private async Task Wake(string what, Func<Task> wake, CancellationToken stoppingToken)
    {
        for (var awake = false; !awake;)
        {
            try
            {
                // The grain's own timer does the rest.
                await wake();
                awake = true;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogRetry(what, e.GetType().Name, e.Message);
                await Task.Delay(Retry, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(1651, LogLevel.Warning, "{Grain} could not be started ({Error}): {Reason} Trying again.")]
    private partial void LogRetry(string grain, string error, string reason);
}
