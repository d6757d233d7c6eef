using Cocoon.Core.Money;

namespace Cocoon.Core.Channels;

/// <summary>Advice to top up before jobs are refused.</summary>
/// <param name="Amount">Enough for a week at the present rate.</param>
/// <param name="PerDay">About what the channel spends in a day.</param>
/// <param name="Left">How long the free balance lasts at that rate.</param>
[GenerateSerializer, Immutable, Alias("cocoon.top-up-advice")]
public sealed record TopUpAdvice(
    [property: Id(0)] Nano Amount,
    [property: Id(1)] Nano PerDay,
    [property: Id(2)] TimeSpan Left)
{
    private const int WarnDays = 1;
    private const int AdviseDays = 7;

    /// <returns>Null while the free balance lasts for more than a day, or the channel takes no jobs.</returns>
    public static TopUpAdvice? For(ChannelState state, ChannelLimits limits, DateTimeOffset now)
    {
        var perDay = state.Usage.PerDay(now);
        var available = Nano.Max(state.Available(limits), Nano.Zero);
        if (state.Phase != ChannelPhase.Open || perDay.IsZero || available.Value / WarnDays >= perDay.Value) return null;
        var left = TimeSpan.FromHours((double)available.Value / perDay.Value * 24);
        return new TopUpAdvice(new Nano(checked(perDay.Value * AdviseDays)) - available, perDay, left);
    }
}
