using Cocoon.Inference.Running;

namespace Cocoon.Inference.Serving;

/// <summary>
/// The one thread that uses a runner: takes newcomers, plans a step, runs it, hands out what it told, and sleeps when nobody
/// wants anything. Thread-safe.
/// </summary>
internal sealed class EngineLoop : IAsyncDisposable
{
    /// <summary>Steps that fail one after the other until the runner is given up.</summary>
    private const int MaxFailures = 3;

    private const long Idle = long.MinValue;

    private readonly IModelRunner _runner;
    private readonly TimeSpan _stepTimeout;
    private readonly TimeProvider _time;
    private readonly SequenceTable _table;
    private readonly StepPlanner _planner;
    private readonly RequestRegister _register;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<EngineJob> _newcomers = [];
    private readonly List<EngineSequence> _copies = [];
    private long _busySince = Idle;
    private int _used;
    private int _failures;
    private volatile bool _isFaulted;
    private volatile bool _isStopping;

    public EngineLoop(IModelRunner runner, LocalEngineOptions options, int slots, TimeProvider time)
    {
        (_runner, _stepTimeout, _time) = (runner, options.StepTimeout, time);
        _table = new SequenceTable(runner, slots);
        _planner = new StepPlanner(_table, runner.MaxRows, options.PromptRows);
        _register = new RequestRegister(slots + options.MaxWaiting);
        new Thread(Work) { IsBackground = true, Name = "inference" }.Start();
    }

    public EngineLoad Load
    {
        get
        {
            var (running, waiting) = _register.Count;
            return new EngineLoad(running, waiting)
            {
                MemoryUsed = _runner.Capacity == 0 ? 0 : Math.Min(1, (double)Volatile.Read(ref _used) / _runner.Capacity), IsHung = IsHung, IsFaulted = _isFaulted,
            };
        }
    }

    private bool IsHung => Volatile.Read(ref _busySince) is var since && since != Idle && _time.GetElapsedTime(since) > _stepTimeout;

    public void Enter(EngineJob job)
    {
        if (IsHung) throw new InferenceEngineException("The engine does not answer: it has been at one step for too long. Try again elsewhere.");
        _register.Enter(job);
        Wake();
    }

    /// <summary>A request's reader wants no more. Its slot is counted as free at once, and is within one step.</summary>
    public void Leave(EngineJob job)
    {
        job.Leave();
        _register.Leave(job);
        Wake();
    }

    /// <summary>Has the thread look for work again.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Ends the thread and the runner. One that hangs is left to itself after the time a step may take.</summary>
    public async ValueTask DisposeAsync()
    {
        _register.Refuse(new ObjectDisposedException(nameof(LocalEngine)));
        _isStopping = true;
        Wake();
        try
        {
            await _ended.Task.WaitAsync(_stepTimeout, _time);
        }
        catch (TimeoutException)
        {
            // Nothing can end a thread that computes; it is a background one and does not hold up the process.
        }
    }

    private void Work()
    {
        try
        {
            while (!_isStopping)
            {
                Volatile.Write(ref _busySince, _time.GetTimestamp());
                var hasWorked = TryStep();
                Volatile.Write(ref _busySince, Idle);
                if (!hasWorked && !_isStopping) _wake.WaitOne();
            }
            EndAll(new InferenceEngineException("The engine was closed."));
            _runner.Dispose();
            _ended.SetResult();
        }
        catch (Exception e)
        {
            _ended.SetException(e);
        }
    }

    /// <returns>Whether there was anything to do.</returns>
    private bool TryStep()
    {
        if (_isFaulted) return false;
        try
        {
            TakeNewcomers();
            _table.Sweep();
            _table.Admit();
            _register.NoteRunning(_table.Open);
            var isPlanned = _planner.Plan();
            if (isPlanned) RunStep();
            Volatile.Write(ref _used, _runner.Used);
            return isPlanned;
        }
        catch (Exception e)
        {
            // Opening and closing cost no arithmetic: a runner that cannot even do that is of no use to anyone.
            Fault(e);
            return false;
        }
    }

    private void TakeNewcomers()
    {
        _register.TakeNewcomers(_newcomers);
        foreach (var job in _newcomers) _table.Enter(job);
        _newcomers.Clear();
    }

    private void RunStep()
    {
        try
        {
            _runner.Run(_planner.Step);
            _failures = 0;
        }
        catch (Exception e)
        {
            var error = Failure(e);
            foreach (var sequence in _planner.Batch) End(sequence.Job, error);
            if (++_failures == MaxFailures) Fault(e);
            return;
        }
        HandOut();
    }

    private void HandOut()
    {
        var slices = _planner.Step.Slices;
        for (var slice = 0; slice < slices.Length; slice++) _planner.Batch[slice].Advance(slices[slice].Count);
        for (var slice = 0; slice < slices.Length; slice++)
        {
            var sequence = _planner.Batch[slice];
            if (slices[slice].Output == StepOutput.None || sequence.Job.HasLeft || sequence.Job.IsOver) continue;
            try
            {
                HandOut(sequence, _runner.Output(slice));
            }
            catch (Exception e)
            {
                End(sequence.Job, e is InferenceRequestException or InferenceEngineException ? e : Failure(e));
            }
            if (sequence.Job.IsOver) _register.Leave(sequence.Job);
        }
    }

    /// <summary>Gives a sequence what the step told of it; other choices of its request begin where it has read the prompt.</summary>
    private void HandOut(EngineSequence sequence, ReadOnlySpan<float> output)
    {
        _copies.Clear();
        foreach (var copy in sequence.Job.TakeCopies())
            if (_table.TryCopy(sequence, copy)) _copies.Add(copy);
        if (sequence.Take(output)) _table.Close(sequence);
        foreach (var copy in _copies)
            if (copy.Take(output)) _table.Close(copy);
    }

    private void End(EngineJob job, Exception error)
    {
        job.Finish(error);
        _register.Leave(job);
    }

    private void EndAll(Exception error)
    {
        TakeNewcomers();
        foreach (var job in _table.Jobs().ToList()) End(job, error);
        _table.Clear();
    }

    private void Fault(Exception error)
    {
        _isFaulted = true;
        _register.Refuse(new InferenceEngineException("The engine has failed for good and has to be opened anew. Try again elsewhere.", error));
        EndAll(Failure(error));
    }

    private static InferenceEngineException Failure(Exception error) =>
        new($"The engine failed while it computed this answer ({error.GetType().Name}). Try again.", error);
}
