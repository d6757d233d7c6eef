namespace Cocoon.Telemetry.Tests.Events;

/// <summary>A clock that goes when it is told to.</summary>
internal sealed class MovingClock : TimeProvider
{
    private TimeSpan _since;

    public static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public void Advance(TimeSpan by) => _since += by;

    public override DateTimeOffset GetUtcNow() => Start + _since;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _since.Ticks;
}
