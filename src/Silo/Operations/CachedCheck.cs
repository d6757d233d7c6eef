using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cocoon.Silo.Operations;

/// <summary>
/// Asks something outside the process, at most once in <see cref="Life"/> however often it is probed, and does not wait longer
/// than <see cref="Patience"/>. Thread-safe.
/// </summary>
internal abstract class CachedCheck(TimeProvider time) : IHealthCheck
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<HealthCheckResult>? _last;
    private long _askedAt;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_last is null || (_last.IsCompleted && time.GetElapsedTime(_askedAt) > Life))
            {
                _askedAt = time.GetTimestamp();
                _last = Try();
            }
            return _last;
        }
    }

    /// <summary>Throws when it does not answer.</summary>
    protected abstract Task Ask(CancellationToken cancellationToken);

    private async Task<HealthCheckResult> Try()
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await Task.Run(() => Ask(patience.Token)).WaitAsync(patience.Token);
            return HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy($"no answer in {Patience.TotalSeconds:0} s");
        }
        catch (Exception e)
        {
            // The kind only: a message may name hosts and users.
            return HealthCheckResult.Unhealthy($"does not answer ({e.GetType().Name})");
        }
    }
}
