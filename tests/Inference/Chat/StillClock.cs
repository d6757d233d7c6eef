namespace Cocoon.Inference.Tests.Chat;

/// <summary>A clock that stands.</summary>
internal sealed class StillClock(DateTimeOffset now) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => now;
}
