namespace Cocoon.Silo.Tests.Chain;

/// <summary>The system's clock, which tests can put forward; timers go by the system's alone. Thread-safe.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _ahead;

    public void Pass(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}
