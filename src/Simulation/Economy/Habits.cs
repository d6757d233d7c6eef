using Cocoon.Core.Trust;

namespace Cocoon.Simulation.Economy;

/// <summary>What members of the simulated market are like; docs/market-simulation.md says why. Times in ticks unless the name says otherwise.</summary>
internal static class Habits
{
    public const long Second = TimeSpan.TicksPerSecond;
    public const long Minute = TimeSpan.TicksPerMinute;

    /// <summary>The market's share of a charge, in basis points.</summary>
    public const int FeeBps = 500;

    /// <summary>How long a gateway takes to ask a provider's twin for a slot.</summary>
    public const long LeaseHop = 3 * TimeSpan.TicksPerMillisecond;

    /// <summary>From the lease to the provider's first work on it.</summary>
    public const long StartHop = 40 * TimeSpan.TicksPerMillisecond;

    /// <summary>Somebody waits so long at most for a whole answer, and for a slot.</summary>
    public const long Patience = 15 * Minute;
    public const long QueuePatience = 20 * Second;

    /// <summary>Jobs that are due in hours, and how often they are tried.</summary>
    public const long BatchDeadline = 4 * 60 * Minute;
    public const long BatchRetry = 2 * Minute;

    /// <summary>Tokens; lognormal, means and deviations of the logarithm.</summary>
    public const double PromptMean = 1_500, PromptSigma = 1.2, AnswerMean = 4_000, AnswerSigma = 0.8;
    public const int MostPrompt = 16_000, MostAnswer = 16_000, Context = 32_768;

    /// <summary>Share of a prompt that a provider still has in memory when the same client comes again.</summary>
    public const double CachedShare = 0.6;

    public const double BatchShare = 0.08, DeterministicShare = 0.3, HangUpShare = 0.02;

    /// <summary>A client that asks starts a burst so often, of so many more requests on average, so far apart.</summary>
    public const double BurstShare = 0.002, BurstLength = 15, BurstSeconds = 2;

    /// <summary>Shape of the Pareto distribution of how much clients ask for.</summary>
    public const double ClientShape = 1.3;

    /// <summary>Of the popularity of models: the n-th is asked for n^-s times as often as the first.</summary>
    public const double ZipfExponent = 0.8;

    /// <summary>Mean hours between breakdowns of a machine, and mean minutes until it is back.</summary>
    public const double HoursUp = 72, MinutesDown = 15;

    /// <summary>A caller notices so late that a machine is gone, and the market no longer announces it so long after its last word.</summary>
    public const long ConnectTimeout = 2 * Second;
    public const long AnnouncedFor = 30 * Second;

    /// <summary>Share of deterministic jobs that are run again elsewhere, and how often that finds a wrong answer.</summary>
    public const double AuditShare = 0.02, AuditFinds = 0.95;

    /// <summary>Shares of sellers that are not honest or not well; at least one of each in markets of ten or more.</summary>
    public const double SlowShare = 0.01, FailsFastShare = 0.002, CheatsShare = 0.002;

    /// <summary>Sellers that let prices follow utilisation, and those that take jobs due in hours.</summary>
    public const double AutoPriceShare = 0.5, TakesBatchShare = 0.6;

    /// <summary>Slots and their shares.</summary>
    public static readonly (int Slots, double Share)[] Sizes = [(1, 0.6), (2, 0.3), (4, 0.1)];

    /// <summary>Tokens a second of one answer, and their shares.</summary>
    public static readonly (double Rate, double Share)[] Speeds = [(25, 0.3), (40, 0.45), (65, 0.25)];

    /// <summary>Asking prices as a share of the model's usual price, alike for all.</summary>
    public static readonly double[] PriceLevels = [0.85, 1.0, 1.2];

    public static readonly (Tier Tier, double Supply, double Demand)[] Tiers = [(Tier.CcGpu, 0.5, 0.3), (Tier.CpuTee, 0.3, 0.4), (Tier.Open, 0.2, 0.3)];

    public static readonly string[] Regions = ["eu-west", "us-east", "us-west", "ap-south"];

    /// <summary>Clients that insist on one region; that come back to who served them; that state a dearest price (1 to 2.2 times the usual).</summary>
    public const double RegionShare = 0.1, SessionShare = 0.3, CeilingShare = 0.5;

    /// <summary>Demand at a time of day as a share of the busiest hour's: a long afternoon, and 55 % of it in the small hours.</summary>
    public static double Demand(long time)
    {
        var hours = time / (60.0 * Minute) + FirstHour - BusiestHour;
        var distance = (1 - Math.Cos(2 * Math.PI * hours / 24)) / 2;
        return 1 - 0.45 * distance * Math.Sqrt(distance);
    }

    /// <summary>The simulation begins at midnight and is busiest at three in the afternoon.</summary>
    public const double FirstHour = 0, BusiestHour = 15;
}
