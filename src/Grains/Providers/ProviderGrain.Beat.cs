namespace Cocoon.Grains.Providers;

/// <summary>
/// What the twin does by itself. All of it hangs on one timer, which beats with the shortest period: a timer for each would be
/// the larger part of an idle twin.
/// </summary>
public sealed partial class ProviderGrain
{
    private int _beats;

    /// <remarks>One after the other, as timers of their own would be: nothing here interleaves. A failed write ends the activation, so what comes after it is not missed.</remarks>
    private async Task Beat()
    {
        _beats++;
        if (IsDue(StandingsPeriod)) await KeepStandings();
        if (IsDue(WriteDaysEvery)) await WriteDays();
        try
        {
            await Reappraise();
        }
        finally
        {
            // Prices move whether or not the machine could be judged.
            if (IsDue(RepricePeriod)) await Reprice();
        }
    }

    /// <param name="period">A multiple of <see cref="ReappraisalPeriod"/>.</param>
    private bool IsDue(TimeSpan period) => _beats * ReappraisalPeriod.Ticks % period.Ticks == 0;
}
