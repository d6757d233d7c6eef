namespace Cocoon.Inference.Serving;

/// <summary>Counts requests in work, and holds newcomers until the engine's thread takes them. Thread-safe.</summary>
/// <param name="most">Requests in work at once; one more is refused.</param>
internal sealed class RequestRegister(int most)
{
    private readonly Lock _lock = new();
    private readonly List<EngineJob> _newcomers = [];
    private readonly List<EngineJob> _running = [];
    private Exception? _refusal;
    private long _lastOrder;
    private int _counted;

    /// <summary>Requests that run and that wait.</summary>
    public (int Running, int Waiting) Count
    {
        get
        {
            lock (_lock)
            {
                var running = 0;
                foreach (var job in _running)
                    if (job.IsCounted) running++;
                return (running, _counted - running);
            }
        }
    }

    /// <exception cref="EngineBusyException">There are as many as there may be.</exception>
    public void Enter(EngineJob job)
    {
        lock (_lock)
        {
            if (_refusal is { } refusal) throw refusal;
            if (_counted >= most) throw new EngineBusyException();
            job.Order = ++_lastOrder;
            job.IsCounted = true;
            _counted++;
            _newcomers.Add(job);
        }
    }

    /// <summary>No longer counts a request; without effect when it is not counted.</summary>
    public void Leave(EngineJob job)
    {
        lock (_lock)
        {
            if (!job.IsCounted) return;
            job.IsCounted = false;
            _counted--;
        }
    }

    /// <summary>Hands over the requests that entered since the last call.</summary>
    public void TakeNewcomers(List<EngineJob> newcomers)
    {
        lock (_lock)
        {
            newcomers.AddRange(_newcomers);
            _newcomers.Clear();
        }
    }

    /// <summary>Notes whose sequences are open now; those of one request lie beside each other.</summary>
    public void NoteRunning(ReadOnlySpan<EngineSequence> open)
    {
        lock (_lock)
        {
            _running.Clear();
            foreach (var sequence in open)
                if (_running.Count == 0 || _running[^1] != sequence.Job) _running.Add(sequence.Job);
        }
    }

    /// <summary>Refuses all that come from now on; the first reason stays.</summary>
    public void Refuse(Exception reason)
    {
        lock (_lock) _refusal ??= reason;
    }
}
