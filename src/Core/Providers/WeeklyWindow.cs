namespace Cocoon.Core.Providers;

/// <summary>A time of the week, in minutes since Monday 00:00 UTC, 0 to 10,079. Where it ends before it begins it goes over the week's end.</summary>
/// <param name="From">Its first minute.</param>
/// <param name="To">The first minute after it; never <paramref name="From"/>.</param>
[GenerateSerializer, Immutable, Alias("cocoon.weekly-window")]
public sealed record WeeklyWindow([property: Id(0)] int From, [property: Id(1)] int To)
{
    public const int MinutesOfWeek = 7 * 24 * 60;

    internal bool IsValid => From is >= 0 and < MinutesOfWeek && To is >= 0 and < MinutesOfWeek && From != To;

    internal bool Contains(int minute) => From < To ? minute >= From && minute < To : minute >= From || minute < To;
}
