using System.Collections.Immutable;
using Cocoon.Admin.Market;

namespace Cocoon.Admin.Charts;

/// <summary>The charts of the overview: the last quarter of an hour in steps of 10 s.</summary>
internal static class ActivityCharts
{
    private const int Together = 2;
    private const double Nano = Core.Money.Nano.PerTon;
    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(15);

    public static ImmutableArray<Chart> From(MarketPicture picture, DateTimeOffset now)
    {
        // Steps of the same ten seconds whenever the page is made, so that the lines do not tremble.
        var steps = picture.Activity.Last(Shown, now).GroupBy(step => step.Start.ToUnixTimeSeconds() / (Together * (long)Activity.Step.TotalSeconds))
            .Where(group => group.Count() == Together).Select(group => group.ToArray()).ToArray();
        var seconds = Together * Activity.Step.TotalSeconds;
        ImmutableArray<long> times = [.. steps.Select(step => step[0].Start.ToUnixTimeSeconds())];
        return
        [
            new("Jobs", "per second", times,
            [
                Line("completed", step => step.Sum(part => part.Completed) / seconds),
                Line("failed", step => step.Sum(part => part.Failed) / seconds),
            ]),
            new("Tokens", "per second", times,
            [
                Line("completion", step => step.Sum(part => part.CompletionTokens) / seconds),
                Line("prompt", step => step.Sum(part => part.PromptTokens) / seconds),
            ]),
            new("Time to first token", "ms", times,
            [
                Line("p50", step => Quantile(step, 0.5)),
                Line("p99", step => Quantile(step, 0.99)),
            ]),
            new("Revenue", "TON per minute", times, [Line("charged", step => step.Sum(part => part.Revenue.Value) / Nano * (60 / seconds))]),
        ];

        Series Line(string label, Func<ActivityBucket[], double?> value) => new(label, [.. steps.Select(value)]);
    }

    public static Chart Prices(string model, ImmutableList<PricePoint> points) => new($"Completion price of {model}", "TON per million tokens",
        [.. points.Select(point => point.At.ToUnixTimeSeconds())],
        [
            new("lowest", [.. points.Select(point => point.Lowest?.Value / Nano)]),
            new("median", [.. points.Select(point => point.Median?.Value / Nano)]),
        ]);

    private static double? Quantile(ActivityBucket[] steps, double share) => LatencyCounts.Sum(steps.Select(step => step.FirstToken)).Quantile(share)?.TotalMilliseconds;
}
