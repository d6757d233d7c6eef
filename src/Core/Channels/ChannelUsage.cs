using Cocoon.Core.Money;

namespace Cocoon.Core.Channels;

/// <summary>
/// About what a channel spends in a day: each hour that passes takes 1/24 away, so steady use of x an hour levels off at
/// 24 x. Constant in size, exact in every replay.
/// </summary>
/// <param name="Hour">Hours since the Unix epoch at the last charge.</param>
/// <param name="Sum">The decayed sum then.</param>
[GenerateSerializer, Immutable, Alias("cocoon.channel-usage")]
public sealed record ChannelUsage([property: Id(0)] long Hour, [property: Id(1)] Nano Sum)
{
    private const int HoursKept = 24;

    public static readonly ChannelUsage None = new(0, Nano.Zero);

    public ChannelUsage Add(Nano charge, DateTimeOffset at) => new(Math.Max(Hour, HourOf(at)), PerDay(at) + charge);

    public Nano PerDay(DateTimeOffset now)
    {
        var hours = HourOf(now) - Hour;
        // What is left after 40 days is below one part in 10^17.
        if (hours > HoursKept * 40) return Nano.Zero;
        var sum = Sum.Value;
        for (; hours > 0 && sum > 0; hours--) sum -= Math.Max(sum / HoursKept, 1);
        return new Nano(sum);
    }

    private static long HourOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 3600;
}
