using System.Diagnostics.Metrics;
using System.Reflection;
using Cocoon.Silo.Hosting;
using Cocoon.Telemetry.Prometheus;
using Cocoon.Telemetry.Tests.Alerts;
using Cocoon.Telemetry.Tests.Prometheus;
using Npgsql;

namespace Cocoon.Telemetry.Tests.Market;

/// <summary>Dashboards and alerts ask for nothing that the market does not give.</summary>
[Collection(WatchedMarketCollection.Name)]
public sealed class DeployedMetricsTests(WatchedMarket market)
{
    public static TheoryData<string> Files() => [.. Deployed.Dashboards.Append(Deployed.Alerts).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_metric_that_is_asked_for_exists(string name)
    {
        var file = Deployed.Dashboards.Append(Deployed.Alerts).Single(path => Path.GetFileName(path) == name);
        var given = MetricReader.Samples(await market.Metrics()).Select(sample => sample.Name).Concat(OfPostgres()).Concat(OfOrleans()).ToHashSet();
        var asked = Deployed.Metrics(file).Where(metric => CocoonSilo.Runtime == "Orleans" || !metric.StartsWith("orleans_", StringComparison.Ordinal));

        asked.Should().NotBeEmpty().And.OnlyContain(metric => given.Contains(metric));
    }

    /// <summary>What Npgsql measures, which has no values as long as no database was asked.</summary>
    private static List<string> OfPostgres()
    {
        var names = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "Npgsql" && InstrumentFeed.Of(instrument, 1) is { } feed) names.AddRange(Samples(feed.Family));
            },
        };
        listener.Start();
        using var source = NpgsqlDataSource.Create("Host=127.0.0.1;Username=nobody");
        return names;
    }

    private static string[] Samples(MetricFamily family) => family.Kind switch
    {
        MetricKind.Counter => [$"{family.Name}_total"],
        MetricKind.Histogram => [$"{family.Name}_bucket", $"{family.Name}_sum", $"{family.Name}_count"],
        _ => [family.Name],
    };

    /// <summary>What Orleans counts only once it happens, by its own list of names.</summary>
    private static IEnumerable<string> OfOrleans() => Type.GetType("Orleans.Runtime.InstrumentNames, Orleans.Core")?
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Select(field => field.GetRawConstantValue()).OfType<string>().Select(name => $"{MetricName.Of(name, null, MetricKind.Counter).Name}_total") ?? [];
}
