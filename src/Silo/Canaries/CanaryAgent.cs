using Cocoon.Client;
using Cocoon.Core.Market;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Canaries;

/// <summary>Probes one model after another at times that nobody can foresee, as long as the silo runs.</summary>
public sealed partial class CanaryAgent(CanaryRound round, CanaryOptions options, MarketParameters market, Random dice, TimeProvider time, ILogger<CanaryAgent> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var models = options.Models.Count > 0 ? options.Models : [.. market.Models.Keys];
        while (true)
        {
            await Task.Delay(options.Period * (0.5 + dice.NextDouble()), time, stoppingToken);
            try
            {
                await round.Run(models[dice.Next(models.Count)], dice, stoppingToken);
            }
            catch (Exception e) when (e is Grains.RefusedException or TimeoutException or OrleansException or CocoonException or VoucherStoreException)
            {
                LogHalted(e.GetType().Name, e.Message);
            }
        }
    }

    [LoggerMessage(1923, LogLevel.Warning, "A probe could not be made: {Error} {Message}")]
    private partial void LogHalted(string error, string message);
}
