using System.Net;

namespace Cocoon.Admin.Access;

/// <summary>Slows down whoever guesses keys: so many wrong ones a minute from one address, and from all together. Thread-safe.</summary>
internal sealed class LoginAttempts(TimeProvider time)
{
    /// <summary>Wrong keys a minute from one address.</summary>
    public const int PerAddress = 10;

    /// <summary>Wrong keys a minute in all, which also bounds what is remembered.</summary>
    public const int InAll = 100;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset At, IPAddress From)> _wrong = [];

    /// <summary>Whether a key from this address is looked at now.</summary>
    public bool MayTry(IPAddress from)
    {
        lock (_lock)
        {
            var since = time.GetUtcNow() - Window;
            while (_wrong.TryPeek(out var oldest) && oldest.At <= since) _wrong.Dequeue();
            return _wrong.Count < InAll && _wrong.Count(attempt => attempt.From.Equals(from)) < PerAddress;
        }
    }

    public void Failed(IPAddress from)
    {
        lock (_lock)
        {
            if (_wrong.Count < InAll) _wrong.Enqueue((time.GetUtcNow(), from));
        }
    }
}
