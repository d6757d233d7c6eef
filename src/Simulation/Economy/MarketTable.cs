using System.Globalization;
using Cocoon.Core.Money;

namespace Cocoon.Simulation.Economy;

/// <summary>The report for a terminal.</summary>
internal static class MarketTable
{
    public static void Write(TextWriter output, MarketReport report, RunTime took)
    {
        var options = report.Options;
        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        Line($"{options.Providers:N0} providers, {options.Clients:N0} clients, {options.Models} models, {options.Gateways} gateways, {options.Hours:0.##} h, load {options.Load:0.##} in the busiest hour, seed {options.Seed}");
        Line($"trace hash {report.TraceHash}, {report.Jobs / took.Wall.TotalSeconds:N0} jobs/s\n");
        Line($"jobs            {report.Jobs,14:N0}");
        Line($"  delivered     {report.Delivered,14:N0} {Of(report.Delivered, report.Jobs)}");
        Line($"  hung up       {report.HungUp,14:N0} {Of(report.HungUp, report.Jobs)}");
        Line($"  cut off       {report.CutOff,14:N0} {Of(report.CutOff, report.Jobs)}");
        foreach (var (why, count) in report.Turnaways) Line($"  {Words(why),-13} {count,14:N0} {Of(count, report.Jobs)}");
        Line($"  unfinished    {report.Unfinished,14:N0} {Of(report.Unfinished, report.Jobs)}\n");
        Line($"started elsewhere after a failure {report.Failovers,10:N0}    audits {report.Audits:N0}, lost {report.AuditsLost:N0}");
        Line($"utilisation {MarketReport.Percent(report.Utilisation)}; in busy windows {(report.BusyUtilisation is { } busy ? MarketReport.Percent(busy) : "-")} ({MarketReport.Percent(report.BusyShare)} of windows)");
        Line($"leases at first try {report.FirstTry * 100:0.00} %; while busy {report.BusyFirstTry * 100:0.00} %");
        foreach (var (why, count) in report.Conflicts) Line($"  first refused: {Words(why),-24} {count,12:N0}");
        Line($"wait for a slot   p50 {report.WaitP50,8:0} ms   p99 {report.WaitP99,8:0} ms");
        Line($"first token       p50 {report.FirstTokenP50,8:0} ms   p99 {report.FirstTokenP99,8:0} ms");
        Line($"paid {Ton(report.Paid)} TON = incomes {Ton(report.Income)} + fees {Ton(report.Fees)}");
        Line($"income of a provider: Gini {report.Gini:0.000}, of a slot and hour {report.GiniPerSlot:0.000}; p10 {report.Incomes[10]:0.000}, p50 {report.Incomes[50]:0.000}, p90 {report.Incomes[90]:0.000} TON");
        if (report.Compared > 0) Line($"load over fair share ({report.Compared:N0} with peers): p1 {report.Shares[1]:0.00}, p50 {report.Shares[50]:0.00}, p99 {report.Shares[99]:0.00}, largest {report.LargestShare:0.00}");
        Models(output, report);
        Behaviours(output, report);
        output.WriteLine();
        foreach (var target in report.Targets.Append(took.Target(options)))
            Line($"{(target.Passed switch { true => "pass", false => "FAIL", _ => "  - " })}  {target.Name}: {target.Found} ({target.Wanted})");
    }

    public static string Words(string name) => string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? (at == 0 ? "" : " ") + char.ToLowerInvariant(letter) : letter.ToString()));

    private static void Models(TextWriter output, MarketReport report)
    {
        output.WriteLine("\nmodel      sellers   slots        jobs  refused  TON/M answer: mean     least      most  utilisation");
        foreach (var model in report.Models)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{model.Id,-9} {model.Sellers,8:N0} {model.Slots,7:N0} {model.Jobs,11:N0} {(model.Jobs == 0 ? 0 : 100.0 * model.Refused / model.Jobs),6:0.0} % {model.MeanPrice,19:0.0000} {model.Prices.Min() ?? 0,9:0.0000} {model.Prices.Max() ?? 0,9:0.0000} {model.MeanUtilisation * 100,11:0.0} %"));
        }
    }

    private static void Behaviours(TextWriter output, MarketReport report)
    {
        output.WriteLine("\nbehaviour   sellers      leases   draw (first hour, last hour)   score   TON a slot");
        foreach (var kind in report.Behaviours)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Words(kind.Name),-11} {kind.Sellers,7:N0} {kind.Leases,11:N0} {kind.Draw,6:0.000} ({kind.DrawByHour[0] ?? 0,6:0.000}, {kind.DrawByHour[^1] ?? 0,6:0.000}) {kind.Score,16:0} {kind.IncomePerSlot,12:0.0000}"));
        }
    }

    private static string Of(long part, long all) => (all == 0 ? 0 : 100.0 * part / all).ToString("0.000", CultureInfo.InvariantCulture) + " %";

    private static string Ton(Nano amount) => ((decimal)amount.Value / Nano.PerTon).ToString("N3", CultureInfo.InvariantCulture);
}
