namespace Cocoon.Gateway.Tests;

/// <summary>A clock that stands still; its timers run on real time, so that waiting still ends.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
