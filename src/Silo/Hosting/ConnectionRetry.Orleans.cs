using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Hosting;

/// <summary>A gateway may start before the silos and the database do: it waits for them until it is told to stop.</summary>
internal sealed partial class ConnectionRetry(TimeProvider time, ILogger<ConnectionRetry> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogRetry(exception.GetType().Name, exception.Message, Pause.TotalSeconds);
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }

    [LoggerMessage(1711, LogLevel.Warning, "No silo can be reached ({Error}): {Reason} Trying again in {Seconds} s.")]
    private partial void LogRetry(string error, string reason, double seconds);
}
