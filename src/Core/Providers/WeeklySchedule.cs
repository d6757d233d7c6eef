using System.Collections.Immutable;

namespace Cocoon.Core.Providers;

/// <summary>
/// When in the week a model is on the market. The market counts in UTC: whoever posts a schedule resolves its time zone, and
/// posts it anew when the clocks there change.
/// </summary>
/// <param name="Windows">1 to <see cref="MaxWindows"/> times of the week; they may overlap.</param>
/// <param name="Zone">Name of the time zone that they were meant in, for people; at most 64 characters.</param>
[GenerateSerializer, Immutable, Alias("cocoon.weekly-schedule")]
public sealed record WeeklySchedule([property: Id(0)] ImmutableList<WeeklyWindow> Windows, [property: Id(1)] string Zone)
{
    public const int MaxWindows = 64;

    private const int MaxZone = 64;

    internal bool IsValid => Windows.Count is > 0 and <= MaxWindows && Windows.All(static window => window.IsValid) && Zone.Length <= MaxZone;

    public bool Contains(DateTimeOffset now)
    {
        var utc = now.UtcDateTime;
        // Sunday is 0 in .NET and the last day here.
        var minute = ((int)utc.DayOfWeek + 6) % 7 * 24 * 60 + (int)utc.TimeOfDay.TotalMinutes;
        return Windows.Exists(window => window.Contains(minute));
    }

    public bool Equals(WeeklySchedule? other) => other is not null && Zone == other.Zone && Windows.SequenceEqual(other.Windows);

    public override int GetHashCode() => HashCode.Combine(Zone, Windows.Count);
}
