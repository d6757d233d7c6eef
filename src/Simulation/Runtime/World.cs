using Cocoon.LocalRuntime.Scheduling;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Tracing;

namespace Cocoon.Simulation.Runtime;

/// <summary>
/// All that happens in one simulation, on one thread: turns that are ready run one at a time in an order drawn from the seed,
/// and when none is left, time moves on to the next event. The same seed gives the same history on every machine.
/// </summary>
/// <remarks>Everything here belongs to the thread that made it; <see cref="RequireThread"/> finds code that left it.</remarks>
internal sealed class World
{
    /// <summary>When every simulation begins.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Thread _thread = Thread.CurrentThread;
    private readonly EventHeap _events = new();
    private readonly Dice _order;
    private TurnQueue[] _ready = new TurnQueue[64];
    private int _readyCount;
    private bool _isInTurn;

    public World(ulong seed, IFaults faults, Trace trace)
    {
        Seed = seed;
        Faults = faults;
        Trace = trace;
        _order = Dice.For(seed, "order");
        Guard = new EscapeGuard(_thread);
    }

    public ulong Seed { get; }

    public IFaults Faults { get; }

    public Trace Trace { get; }

    public EscapeGuard Guard { get; }

    /// <summary>Ticks of 100 ns since the beginning.</summary>
    public long Now { get; private set; }

    public long Turns { get; private set; }

    /// <summary>The simulation has ended; what is left of it does nothing any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>How far any process's clock was ever ahead.</summary>
    public TimeSpan FastestClock { get; set; }

    /// <summary>What the simulation's own code did not handle; null as long as all is well.</summary>
    public Exception? Crash { get; set; }

    /// <summary>Called between turns, where a process may die: at any await.</summary>
    public Action? BetweenTurns { get; set; }

    public void After(TimeSpan delay, Action<object?> action, object? state = null) => At(Now + delay.Ticks, action, state);

    public void At(long time, Action<object?> action, object? state = null)
    {
        RequireThread();
        _events.Add(Math.Max(time, Now), action, state);
    }

    public void AddReady(TurnQueue queue)
    {
        if (Thread.CurrentThread != _thread)
        {
            // Noted and not thrown: nothing above a task scheduler on a thread of the pool could catch it.
            Guard.Escaped("a turn was posted on another thread");
            return;
        }

        if (_readyCount == _ready.Length) Array.Resize(ref _ready, _readyCount * 2);
        _ready[_readyCount++] = queue;
    }

    /// <summary>Runs one turn, or the next event; false when nothing is left to happen.</summary>
    /// <exception cref="EscapedTurnException">Code left the simulation.</exception>
    public bool Step()
    {
        Guard.ThrowIfEscaped();
        if (Crash is { } crash) throw new InvalidOperationException($"The simulation itself failed: {crash.Message}", crash);
        if (_readyCount > 0)
        {
            RunReady();
            return true;
        }

        if (_events.Count == 0) return false;
        Now = _events.SoonestTime;
        Trace.Time = Now;
        var (action, state) = _events.Take();
        action(state);
        return true;
    }

    /// <summary>Runs until <paramref name="isDone"/> says so, or until this much virtual time has passed.</summary>
    /// <returns>Whether it was done.</returns>
    public bool RunUntil(Func<bool> isDone, TimeSpan limit)
    {
        var end = Now + limit.Ticks;
        while (!isDone())
        {
            if (_readyCount == 0 && (_events.Count == 0 || _events.SoonestTime > end))
            {
                Now = end;
                return false;
            }

            Step();
        }

        Guard.ThrowIfEscaped();
        return true;
    }

    public void End()
    {
        IsOver = true;
        Guard.Dispose();
    }

    public void RequireThread()
    {
        if (Thread.CurrentThread != _thread) throw Guard.Escaped("a timer was set, or a call or a write made, on another thread");
    }

    /// <summary>Only a turn calls grains or writes records; what does so elsewhere has left its turn, as after ConfigureAwait(false).</summary>
    public void RequireTurn()
    {
        RequireThread();
        if (!_isInTurn) throw Guard.Escaped("a call or a write was made outside every turn");
    }

    private void RunReady()
    {
        var index = _readyCount == 1 ? 0 : _order.Below(_readyCount);
        var queue = _ready[index];
        _ready[index] = _ready[--_readyCount];
        _ready[_readyCount] = null!;
        // A process that died meanwhile left its turns behind.
        if (queue.Scheduler is SimulatedProcess { IsAlive: false }) return;
        Turns++;
        _isInTurn = true;
        queue.Run(maxTurns: 1);
        _isInTurn = false;
        BetweenTurns?.Invoke();
    }
}
