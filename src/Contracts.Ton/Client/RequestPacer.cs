namespace Cocoon.Ton.Client;

/// <summary>Gives each request to one server its turn, evenly spaced. Thread-safe.</summary>
/// <param name="perSecond">Turns a second; null for no limit.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestPacer(double? perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (perSecond is not { } rate) return;
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var turn = _next > now ? _next : now;
            _next = turn + TimeSpan.FromSeconds(1 / rate);
            wait = turn - now;
        }
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
    }
}
