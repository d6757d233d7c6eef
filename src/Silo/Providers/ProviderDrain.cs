using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Providers;

/// <summary>
/// When the process is asked to stop: takes this provider off the market, and lets what runs finish, before anything else
/// stops. The next start registers with new keys, which puts it back.
/// </summary>
/// <param name="grains">The runtime.</param>
/// <param name="enclave">Knows what runs.</param>
/// <param name="time">Measures the patience.</param>
/// <param name="logger">Told how it went.</param>
/// <param name="patience">Longest wait in all.</param>
/// <param name="seat">How the market is told; null for a silo of its own.</param>
internal sealed partial class ProviderDrain(IGrainFactory grains, Enclave enclave, TimeProvider time, ILogger<ProviderDrain> logger, TimeSpan patience, IMarketSeat? seat = null) : IHostedLifecycleService
{
    /// <summary>Who holds a lease begins within this time, or hardly ever.</summary>
    private static readonly TimeSpan LeasesBegin = TimeSpan.FromSeconds(2);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            if (await LeaveMarket(stop.Token)) await Task.Delay(LeasesBegin, time, stop.Token);
            await enclave.WhenIdle().WaitAsync(stop.Token);
            LogDrained();
        }
        catch (OperationCanceledException)
        {
            LogCutOff(enclave.Running);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>Whether it was on the market, so that somebody may hold a lease.</returns>
    private async Task<bool> LeaveMarket(CancellationToken cancellationToken)
    {
        try
        {
            await (seat ?? new SiloSeat(grains, enclave.Provider)).Drain(true).WaitAsync(cancellationToken);
            return true;
        }
        catch (RefusedException refused) when (refused.Code == Core.RefusalCode.ProviderUnknown)
        {
            return false;
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or RefusedException)
        {
            // The market finds out by itself: without announcements the offers end within seconds.
            LogNotDrained(e.GetType().Name, e.Message);
            return true;
        }
    }

    [LoggerMessage(1703, LogLevel.Information, "Off the market, and nothing runs any more.")]
    private partial void LogDrained();

    [LoggerMessage(1704, LogLevel.Warning, "The time to drain is over; {Running} jobs are cut off. What they delivered is charged.")]
    private partial void LogCutOff(int running);

    [LoggerMessage(1705, LogLevel.Warning, "The market could not be told that this provider leaves ({Error}): {Reason}")]
    private partial void LogNotDrained(string error, string reason);
}
