using System.Globalization;
using Cocoon.Core.Money;

namespace Cocoon.Simulation.Economy;

/// <summary>What became of a simulated market. The same options give the same report.</summary>
internal sealed record MarketReport
{
    /// <summary>A window counts as busy from this utilisation on; the router's promise is for these.</summary>
    public const double BusyFrom = 0.85;

    public required EconomyOptions Options { get; init; }

    /// <summary>Of everything that happened, in order.</summary>
    public required string TraceHash { get; init; }

    public required long Jobs { get; init; }
    public required long Delivered { get; init; }
    public required long HungUp { get; init; }
    public required long CutOff { get; init; }

    /// <summary>Waiting or running when time was up.</summary>
    public required long Unfinished { get; init; }
    public required IReadOnlyDictionary<string, long> Turnaways { get; init; }

    /// <summary>Starts that failed before anything was delivered.</summary>
    public required long Failovers { get; init; }
    public required long Audits { get; init; }
    public required long AuditsLost { get; init; }

    public required Nano Paid { get; init; }
    public required Nano Income { get; init; }
    public required Nano Fees { get; init; }

    /// <summary>Share of leases that the first provider gave, over all and while it was busy.</summary>
    public required double FirstTry { get; init; }
    public required double? BusyFirstTry { get; init; }

    /// <summary>Mean share of slots in use, over all and in busy windows, and the share of windows that were busy.</summary>
    public required double Utilisation { get; init; }
    public required double? BusyUtilisation { get; init; }
    public required double BusyShare { get; init; }

    /// <summary>Leases that the first provider refused, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Conflicts { get; init; }

    /// <summary>Of interactive jobs, in milliseconds.</summary>
    public required double WaitP50 { get; init; }
    public required double WaitP99 { get; init; }
    public required double FirstTokenP50 { get; init; }
    public required double FirstTokenP99 { get; init; }

    /// <summary>Of all sellers' incomes, and of incomes of a slot and the hours it was up.</summary>
    public required double Gini { get; init; }
    public required double GiniPerSlot { get; init; }

    /// <summary>TON that a seller earned at least, for each hundredth of sellers, poorest first.</summary>
    public required IReadOnlyList<double> Incomes { get; init; }

    /// <summary>Loads over fair shares (<see cref="Fairness"/>), for each hundredth of those compared, least first; the last is the largest.</summary>
    public required IReadOnlyList<double> Shares { get; init; }

    /// <summary>Sellers that have enough peers to be compared.</summary>
    public required int Compared { get; init; }

    public required IReadOnlyList<ModelSummary> Models { get; init; }
    public required IReadOnlyList<BehaviourSummary> Behaviours { get; init; }

    /// <summary>Seconds and the share of interactive jobs that waited no longer for their slot.</summary>
    public required IReadOnlyList<double[]> WaitCurve { get; init; }

    public double LargestShare => Shares.Count > 0 ? Shares[^1] : 0;

    public IReadOnlyList<Target> Targets =>
    [
        new Target("Leases won at the first try while busy", "at least 95 %", BusyFirstTry is { } first ? Percent(first) : "never busy", BusyFirstTry >= 0.95 ? true : BusyFirstTry is null ? null : false),
        new Target("Largest load over fair share", "at most 1.5", Compared > 0 ? LargestShare.ToString("0.00", CultureInfo.InvariantCulture) : "too few peers", Compared > 0 ? LargestShare <= 1.5 : null),
    ];

    public static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
