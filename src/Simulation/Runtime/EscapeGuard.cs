namespace Cocoon.Simulation.Runtime;

/// <summary>
/// Fails a run whose code leaves the simulation's thread, by Task.Run, a thread pool timer, real I/O or
/// ConfigureAwait(false). Two nets: every door of the world asks which thread comes in, and an execution context that was
/// made inside carries a mark whose arrival on another thread is noticed. Thread-safe.
/// </summary>
internal sealed class EscapeGuard : IDisposable
{
    private readonly Thread _thread;
    private readonly AsyncLocal<EscapeGuard?> _mark;
    private string? _escape;

    public EscapeGuard(Thread thread)
    {
        _thread = thread;
        _mark = new AsyncLocal<EscapeGuard?>(OnMarkMoved);
        _mark.Value = this;
    }

    /// <summary>Remembers the escape and describes it.</summary>
    public EscapedTurnException Escaped(string what)
    {
        var text = $"Code left the simulation: {what}. In grains, await only what the runtime gives, and take time and randomness from the injected services.\n{Environment.StackTrace}";
        Interlocked.CompareExchange(ref _escape, text, null);
        return new EscapedTurnException(text);
    }

    public void ThrowIfEscaped()
    {
        if (Volatile.Read(ref _escape) is { } escape) throw new EscapedTurnException(escape);
    }

    public void Dispose() => _mark.Value = null;

    private void OnMarkMoved(AsyncLocalValueChangedArgs<EscapeGuard?> change)
    {
        if (change is { ThreadContextChanged: true, CurrentValue: { } guard } && Thread.CurrentThread != guard._thread)
            _ = guard.Escaped("work that a turn had started ran on another thread");
    }
}
