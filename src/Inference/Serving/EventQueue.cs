using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Cocoon.Inference.Serving;

/// <summary>Events on their way from the engine's thread to one reader, who never makes that thread wait.</summary>
/// <param name="refill">Unread events at which the reader calls for more; below what the writer pauses at.</param>
/// <param name="call">Wakes the writer.</param>
internal sealed class EventQueue(int refill, Action call)
{
    // Continuations go to the thread pool: readers must not run on the engine's thread.
    private readonly Channel<TokenEvent> _events = Channel.CreateUnbounded<TokenEvent>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private int _unread;

    public int Unread => Volatile.Read(ref _unread);

    public void Write(TokenEvent step)
    {
        Interlocked.Increment(ref _unread);
        _events.Writer.TryWrite(step);
    }

    public void End(Exception? error = null) => _events.Writer.TryComplete(error);

    /// <summary>All events up to the end. An error comes after the events before it.</summary>
    public async IAsyncEnumerable<TokenEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _events.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_events.Reader.TryRead(out var step))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Interlocked.Decrement(ref _unread) == refill) call();
                yield return step;
            }
        }
    }
}
