using System.Globalization;

namespace Cocoon.Simulation.Economy;

/// <summary>The report's charts.</summary>
internal static class MarketCharts
{
    private const int Wide = 560, High = 230;

    private static readonly double[] Shares = [0, 0.25, 0.5, 0.75, 1];

    public static string Of(MarketReport report) => string.Concat(
        Figure("Utilisation", "Slots in use of machines that are up, all models and the two most popular ones, in windows of ten minutes.", Utilisation(report)),
        Figure("Waiting for a slot", "Share of interactive jobs that had a slot within that time.", Waits(report)),
        Figure("Incomes", "Lorenz curve of providers' incomes: the share that the poorest so many earn together; the diagonal would be equality.", Incomes(report)),
        Figure("Fairness", "Load over fair share of honest providers, least to most: tokens served over tokens its slots would have served if equals (same model, tier, speed, asking price and price rule) were all alike.", Fair(report)),
        Figure("Whom traffic finds", "Leases for each offered slot hour, over those of honest providers; 1 is alike.", Draws(report)),
        Figure("Price movements", "Clearing price over its mean of the day, the three most popular models.", Prices(report)),
        "<h2>Clearing prices</h2><p>TON for a million answer tokens, weighted by tokens leased, in windows of ten minutes.</p><div class=\"small\">",
        string.Concat(report.Models.Select(model => Price(report, model))), "</div>");

    private static string Figure(string title, string what, string chart) => $"<figure><figcaption><b>{title}</b> {what}</figcaption>{chart}</figure>";

    private static string Utilisation(MarketReport report)
    {
        var (hours, windows) = (report.Options.Hours, report.Models[0].Utilisations.Count);
        var slots = report.Models.Sum(static model => (double)model.Slots);
        var all = Enumerable.Range(0, windows).Select(at => ((double X, double Y)?)(HourOf(at), report.Models.Sum(model => model.Utilisations[at] * model.Slots) / slots));
        var chart = new LineChart("Utilisation over time", Wide, High) { X = (0, hours), TicksX = Hours(hours), TicksY = Shares, NameX = Hour, NameY = Percent, TitleX = "hour" };
        foreach (var (model, colour) in report.Models.Take(2).Zip(["--c2", "--c3"]))
            chart.Line(model.Id, colour, model.Utilisations.Select(static (share, at) => ((double X, double Y)?)(HourOf(at), share)));
        return chart.Line("all", "--c1", all).Mark(MarketReport.BusyFrom, "busy from here").Draw();
    }

    private static string Waits(MarketReport report) =>
        new LineChart("Waiting times", Wide, High) { X = (0.002, 60), IsLogarithmic = true, TicksX = [0.002, 0.01, 0.1, 1, 10, 60], Y = (0.9, 1), TicksY = [0.9, 0.925, 0.95, 0.975, 1], NameX = Seconds, NameY = static y => y.ToString("0.0 %", CultureInfo.InvariantCulture), TitleX = "waited at most (logarithmic)" }
            .Line("", "--c1", report.WaitCurve.Select(static point => ((double X, double Y)?)(point[0], point[1])))
            .Draw();

    private static string Incomes(MarketReport report)
    {
        var (sum, all) = (0.0, report.Incomes.Sum());
        var curve = report.Incomes.Select((income, at) => ((double X, double Y)?)(at / 100.0, all > 0 ? (sum += income) / all : 0)).ToList();
        return new LineChart("Lorenz curve of incomes", Wide, High) { TicksX = Shares, TicksY = Shares, NameX = Percent, NameY = Percent, TitleX = "providers, poorest first" }
            .Line(string.Create(CultureInfo.InvariantCulture, $"incomes (Gini {report.Gini:0.000})"), "--c1", curve)
            .Line("equality", "--soft", [(0, 0), (1, 1)])
            .Draw();
    }

    private static string Fair(MarketReport report) =>
        new LineChart("Load over fair share", Wide, High) { X = (0, 100), TicksX = [0, 25, 50, 75, 100], Y = (0, 2), TicksY = [0, 0.5, 1, 1.5, 2], NameX = static x => x.ToString("0", CultureInfo.InvariantCulture) + " %", NameY = Number, TitleX = "providers, least loaded first" }
            .Line("", "--c1", report.Shares.Select(static (share, at) => ((double X, double Y)?)(at, share)))
            .Mark(1.5, "the most that is promised")
            .Draw();

    private static string Draws(MarketReport report)
    {
        var chart = new LineChart("Leases by behaviour", Wide, High) { X = (0, report.Options.Hours), TicksX = Hours(report.Options.Hours), Y = (0, 2), TicksY = [0, 0.5, 1, 1.5, 2], NameX = Hour, NameY = Number, TitleX = "hour" };
        foreach (var (kind, colour) in report.Behaviours.Where(static kind => kind.Name != nameof(Behaviour.Honest)).Zip(["--c2", "--c3", "--c4"]))
            chart.Line(MarketTable.Words(kind.Name), colour, kind.DrawByHour.Select(static (draw, hour) => draw is { } known ? ((double X, double Y)?)(hour + 0.5, known) : null));
        return chart.Mark(1, "honest").Draw();
    }

    private static string Prices(MarketReport report)
    {
        var chart = new LineChart("Price movements", Wide, High) { X = (0, report.Options.Hours), TicksX = Hours(report.Options.Hours), Y = (0.5, 1.5), TicksY = [0.5, 0.75, 1, 1.25, 1.5], NameX = Hour, NameY = Number, TitleX = "hour" };
        foreach (var (model, colour) in report.Models.Take(3).Zip(["--c1", "--c2", "--c3"]))
            chart.Line(model.Id, colour, model.Prices.Select((price, at) => price is { } known && model.MeanPrice > 0 ? ((double X, double Y)?)(HourOf(at), known / model.MeanPrice) : null));
        return chart.Draw();
    }

    private static string Price(MarketReport report, ModelSummary model)
    {
        var most = Math.Max(0.01, (model.Prices.Max() ?? 0) * 1.15);
        return $"<figure><figcaption><b>{model.Id}</b></figcaption>" +
            new LineChart($"Clearing price of {model.Id}", 280, 130) { X = (0, report.Options.Hours), TicksX = Hours(report.Options.Hours), Y = (0, most), TicksY = [0, most / 2, most], NameX = Hour, NameY = static y => y.ToString("0.00", CultureInfo.InvariantCulture) }
                .Line("", "--c1", model.Prices.Select(static (price, at) => price is { } known ? ((double X, double Y)?)(HourOf(at), known) : null))
                .Draw() + "</figure>";
    }

    private static double HourOf(int window) => (window + 0.5) * Tally.Window / (60.0 * Habits.Minute);

    private static double[] Hours(double hours) => [.. Enumerable.Range(0, 5).Select(at => hours * at / 4)];

    private static string Hour(double hour) => hour.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.0#", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => seconds < 1 ? (seconds * 1_000).ToString("0 ms", CultureInfo.InvariantCulture) : seconds.ToString("0 s", CultureInfo.InvariantCulture);
}
