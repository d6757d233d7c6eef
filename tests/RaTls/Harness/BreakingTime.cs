namespace Cocoon.RaTls.Tests.Harness;

/// <summary>A clock that breaks after some readings.</summary>
internal sealed class BreakingTime(TimeProvider inner, int goodCalls) : TimeProvider
{
    private int _calls;

    public bool IsBroken { get; set; }

    public override DateTimeOffset GetUtcNow() =>
        IsBroken && Interlocked.Increment(ref _calls) > goodCalls ? throw new InvalidOperationException("The clock is broken.") : inner.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);
}
