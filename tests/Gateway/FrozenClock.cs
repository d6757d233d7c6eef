namespace Cocoon.Gateway.Tests;

/// <summary>A clock on which nothing takes any time; its timers run on real time, so that waiting still ends.</summary>
internal sealed class FrozenClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => FakeMarket.Start;

    public override long GetTimestamp() => 0;
}
