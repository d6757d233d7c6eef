namespace Cocoon.Gateway.Chat;

/// <summary>
/// Waits for the parts of an answer on behalf of its stream: what is ready at once is not waited for and not flushed for; before
/// it waits it sends what was put, and a comment keeps the connection alive whenever nothing was sent for long. One timer a
/// stream, none a token. Not thread-safe.
/// </summary>
/// <param name="events">The stream.</param>
/// <param name="patience">Longest silence.</param>
/// <param name="time">Measures it.</param>
internal sealed class EventPace(EventStream events, TimeSpan patience, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task? _silence;
    private long _sentAt;

    public ValueTask<T> Await<T>(ValueTask<T> next) => next.IsCompleted && !events.IsFull ? next : Wait(next.AsTask());

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async ValueTask<T> Wait<T>(Task<T> next)
    {
        try
        {
            await events.Flush();
        }
        catch
        {
            // The caller hung up, which ends this as well; nobody lets go of an answer while it moves.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        _sentAt = time.GetTimestamp();
        while (!next.IsCompleted)
        {
            _silence ??= Task.Delay(patience - Quiet, time, _end.Token);
            if (await Task.WhenAny(next, _silence) != _silence) break;
            _silence = null;
            if (Quiet < patience) continue;
            await events.KeepAlive();
            _sentAt = time.GetTimestamp();
        }
        return await next;
    }

    private TimeSpan Quiet => time.GetElapsedTime(_sentAt) is var quiet && quiet < patience ? quiet : patience;
}
