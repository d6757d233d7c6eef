using System.Globalization;
using System.Net;
using System.Text;
using Cocoon.Core.Money;

namespace Cocoon.Simulation.Economy;

/// <summary>The report as one page that asks nothing of any server: tables and inline SVG, light and dark.</summary>
internal static class MarketPage
{
    public static string Of(MarketReport report, RunTime took)
    {
        using var template = new StreamReader(typeof(MarketPage).Assembly.GetManifestResourceStream("market.html")!);
        return template.ReadToEnd()
            .Replace("<!--about-->", About(report, took), StringComparison.Ordinal)
            .Replace("<!--targets-->", Targets(report, took), StringComparison.Ordinal)
            .Replace("<!--figures-->", Figures(report), StringComparison.Ordinal)
            .Replace("<!--charts-->", MarketCharts.Of(report), StringComparison.Ordinal)
            .Replace("<!--models-->", Models(report), StringComparison.Ordinal)
            .Replace("<!--behaviours-->", Behaviours(report), StringComparison.Ordinal);
    }

    private static string About(MarketReport report, RunTime took)
    {
        var options = report.Options;
        return Text($"{options.Hours:0.##} hours of {options.Providers:N0} providers, {options.Clients:N0} clients, {options.Models} models and {options.Gateways} gateways: {report.Jobs:N0} jobs in {took.Processor.TotalSeconds:0} s of processor time. Demand of the busiest hour {options.Load:0.##} of all capacity; news of loads up to {options.TwinSeconds + options.SnapshotSeconds:0.##} s old; seed {options.Seed}; trace hash {report.TraceHash}.");
    }

    private static string Targets(MarketReport report, RunTime took)
    {
        var rows = new StringBuilder();
        foreach (var target in report.Targets.Append(took.Target(report.Options)))
        {
            var (kind, word) = target.Passed switch { true => ("good", "pass"), false => ("bad", "fail"), _ => ("soft", "not judged") };
            rows.Append(Text($"<tr><td class=\"{kind}\">{word}</td><td>{target.Name}</td><td>{target.Found}</td><td>{target.Wanted}</td></tr>"));
        }

        return rows.ToString();
    }

    private static string Figures(MarketReport report)
    {
        var rows = new StringBuilder();
        void Row(string name, FormattableString value) => rows.Append(Text($"<tr><th>{WebUtility.HtmlEncode(name)}</th><td>{Text(value)}</td></tr>"));
        Row("Jobs", $"{report.Jobs:N0}");
        Row("Delivered", $"{report.Delivered:N0} ({Share(report.Delivered, report)})");
        Row("Hung up, cut off, unfinished", $"{report.HungUp:N0}, {report.CutOff:N0}, {report.Unfinished:N0}");
        foreach (var (why, count) in report.Turnaways) Row($"Refused: {MarketTable.Words(why)}", $"{count:N0} ({Share(count, report)})");
        Row("Started elsewhere after a failure", $"{report.Failovers:N0}");
        Row("Audits, lost by the provider", $"{report.Audits:N0}, {report.AuditsLost:N0}");
        Row("Utilisation", $"{MarketReport.Percent(report.Utilisation)}");
        Row("Utilisation of busy windows", $"{(report.BusyUtilisation is { } busy ? MarketReport.Percent(busy) : "none was busy")}");
        Row("Leases at the first try", $"{report.FirstTry * 100:0.00} %");
        foreach (var (why, count) in report.Conflicts) Row($"First refused: {MarketTable.Words(why)}", $"{count:N0}");
        Row("Wait for a slot, p50 and p99", $"{report.WaitP50:N0} ms, {report.WaitP99:N0} ms");
        Row("Time to first token, p50 and p99", $"{report.FirstTokenP50:N0} ms, {report.FirstTokenP99:N0} ms");
        Row("Paid", $"{(double)report.Paid.Value / Nano.PerTon:N3} TON");
        Row("Providers' incomes, market's fees", $"{(double)report.Income.Value / Nano.PerTon:N3}, {(double)report.Fees.Value / Nano.PerTon:N3} TON");
        Row("Gini of incomes, of incomes of a slot and hour", $"{report.Gini:0.000}, {report.GiniPerSlot:0.000}");
        return rows.ToString();
    }

    private static string Models(MarketReport report) => string.Concat(report.Models.Select(static model => Text(
        $"<tr><th>{model.Id}</th><td>{model.Sellers:N0}</td><td>{model.Slots:N0}</td><td>{model.Jobs:N0}</td><td>{(model.Jobs == 0 ? 0 : 100.0 * model.Refused / model.Jobs):0.0} %</td><td>{model.MeanPrice:0.0000}</td><td>{model.Prices.Min() ?? 0:0.0000}</td><td>{model.Prices.Max() ?? 0:0.0000}</td><td>{MarketReport.Percent(model.MeanUtilisation)}</td></tr>")));

    private static string Behaviours(MarketReport report) => string.Concat(report.Behaviours.Select(static kind => Text(
        $"<tr><th>{MarketTable.Words(kind.Name)}</th><td>{kind.Sellers:N0}</td><td>{kind.Leases:N0}</td><td>{kind.Draw:0.000}</td><td>{kind.DrawByHour[0] ?? 0:0.000}</td><td>{kind.DrawByHour[^1] ?? 0:0.000}</td><td>{kind.Score:0}</td><td>{kind.IncomePerSlot:0.0000}</td></tr>")));

    private static string Share(long part, MarketReport report) => (report.Jobs == 0 ? 0 : 100.0 * part / report.Jobs).ToString("0.000", CultureInfo.InvariantCulture) + " %";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
