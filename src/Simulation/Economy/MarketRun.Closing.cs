using System.Globalization;
using Cocoon.Core;
using Cocoon.Core.Money;

namespace Cocoon.Simulation.Economy;

/// <summary>The books are closed, and have to agree.</summary>
internal sealed partial class MarketRun
{
    private MarketReport Close()
    {
        foreach (var seller in _sellers)
            if (seller.IsUp) seller.UpTicks += _end - seller.UpSince;
        var turnaways = Enum.GetValues<Turnaway>().ToDictionary(static why => why.ToString(), why => _tally.Turnaways[(int)why]);
        var (paid, income) = (new Nano(_buyers.Sum(static buyer => buyer.Paid)), new Nano(_sellers.Sum(static seller => seller.Income)));
        Invariant.Require(income + _fees == paid, "I10", "incomes and fees of the simulated market are not what was paid");
        Invariant.Require(_tally.Arrivals == _tally.Delivered + _tally.HungUp + _tally.CutOff + turnaways.Values.Sum() + _jobs.Alive, "I5", "jobs of the simulated market are lost");
        var cells = _tally.Cells.SelectMany(static cells => cells).ToArray();
        var busy = Array.FindAll(cells, static cell => cell.Utilisation >= MarketReport.BusyFrom);
        var shares = Fairness.Ratios(_sellers);
        return new MarketReport
        {
            Options = _options,
            TraceHash = _hash.ToString("x16", CultureInfo.InvariantCulture),
            Jobs = _tally.Arrivals,
            Delivered = _tally.Delivered,
            HungUp = _tally.HungUp,
            CutOff = _tally.CutOff,
            Unfinished = _jobs.Alive,
            Turnaways = turnaways,
            Failovers = _tally.Failovers,
            Audits = _tally.Audits,
            AuditsLost = _tally.AuditsLost,
            Paid = paid,
            Income = income,
            Fees = _fees,
            FirstTry = FirstTry(cells) ?? 0,
            BusyFirstTry = FirstTry(busy),
            Utilisation = Utilisation(cells) ?? 0,
            BusyUtilisation = Utilisation(busy),
            BusyShare = (double)busy.Length / cells.Length,
            Conflicts = _tally.Conflicts.ToDictionary(static conflict => conflict.Key.ToString(), static conflict => conflict.Value),
            WaitP50 = _tally.Waits.Quantile(0.5),
            WaitP99 = _tally.Waits.Quantile(0.99),
            FirstTokenP50 = _tally.FirstTokens.Quantile(0.5),
            FirstTokenP99 = _tally.FirstTokens.Quantile(0.99),
            Gini = Fairness.Gini(Array.ConvertAll(_sellers, static seller => (double)seller.Income)),
            GiniPerSlot = Fairness.Gini([.. _sellers.Where(static seller => seller.UpTicks > 0).Select(static seller => seller.Income / ((double)seller.Offer.Slots * seller.UpTicks))]),
            Incomes = Hundredths([.. _sellers.Select(static seller => (double)seller.Income / Nano.PerTon).Order()]),
            Shares = Hundredths(shares),
            Compared = shares.Length,
            Models = [.. _lines.Select(line => ModelSummary.Of(line, _tally.Cells[line.Index]))],
            Behaviours = BehaviourSummary.All(_sellers, _tally, TimeOf(_end)),
            WaitCurve = [.. _tally.Waits.Curve().Select(static point => new[] { point.Seconds, point.Share })],
        };
    }

    private static double? FirstTry(Cell[] cells)
    {
        var tries = cells.Sum(static cell => cell.FirstTries);
        return tries == 0 ? null : (double)cells.Sum(static cell => cell.FirstLeases) / tries;
    }

    private static double? Utilisation(Cell[] cells)
    {
        var up = cells.Sum(static cell => cell.SlotsUp);
        return up == 0 ? null : (double)cells.Sum(static cell => cell.SlotsUsed) / up;
    }

    private static double[] Hundredths(double[] sorted) =>
        sorted.Length == 0 ? [] : [.. Enumerable.Range(0, 101).Select(at => sorted[(int)Math.Round((sorted.Length - 1) * at / 100.0)])];
}
