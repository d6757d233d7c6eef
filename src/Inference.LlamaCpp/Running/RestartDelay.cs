namespace Cocoon.Inference.LlamaCpp.Running;

/// <summary>
/// How long to wait before a process that failed is started again: not at all the first time, then 1, 2, 4 ... up to 30
/// seconds. One that lived for ten minutes starts from the beginning. Not thread-safe.
/// </summary>
internal sealed class RestartDelay(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Healthy = TimeSpan.FromMinutes(10);

    private long _startedAt = time.GetTimestamp();
    private int _failures;

    public void Started() => _startedAt = time.GetTimestamp();

    /// <summary>Notes a failure.</summary>
    /// <returns>How long to wait.</returns>
    public TimeSpan Failed()
    {
        if (time.GetElapsedTime(_startedAt) >= Healthy) _failures = 0;
        var delay = _failures == 0 ? TimeSpan.Zero : First * Math.Pow(2, Math.Min(_failures - 1, 10));
        _failures++;
        return delay < Longest ? delay : Longest;
    }
}
