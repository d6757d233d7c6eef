using System.Diagnostics.Metrics;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Telemetry.Tests.Prometheus;

public sealed class MetricTextTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Elements("a", "\"", "\\", "\n", "\\n", "{}", "é", "a=\"b\",", "le", "line\r\nbreak"), ArbMap.Default.GeneratorFor<NonEmptyString>().Select(text => text.Get[..Math.Min(60, text.Get.Length)]));

    [Fact]
    public void What_was_measured_is_what_is_read_back_whatever_is_in_labels() => Prop.ForAll(
        (from first in AnyText from second in AnyText from value in Gen.Choose(0, 1_000_000) select (First: first, Second: second, Value: value)).ListOf().ToArbitrary(),
        measured =>
        {
            using var host = new MetricHost();
            var counter = host.Meter().CreateCounter<long>("test.count");
            foreach (var (first, second, value) in measured) counter.Add(value, new("first.label", first), new("le", second));

            var read = host.Samples().ToDictionary(sample => (sample.Labels["first_label"], sample.Labels["exported_le"]), sample => (long)sample.Value);

            read.Should().Equal(measured.GroupBy(one => (one.First, one.Second)).ToDictionary(group => group.Key, group => group.Sum(one => (long)one.Value)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Buckets_count_what_is_at_most_their_bound_and_add_up() => Prop.ForAll(
        Gen.Elements(0.0, 0.5, 1.0, 1.5, 2.0, 99.0).ListOf().ToArbitrary(),
        values =>
        {
            using var host = new MetricHost();
            var histogram = host.Meter().CreateHistogram("test.duration", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
            foreach (var value in values) histogram.Record(value);

            var read = host.Samples();
            if (values.Count == 0) return read.Count == 0;
            return read.Where(sample => sample.Name == "test_duration_seconds_bucket").Select(sample => (sample.Labels["le"], (int)sample.Value)).SequenceEqual(
                    [("1", values.Count(value => value <= 1)), ("2", values.Count(value => value <= 2)), ("+Inf", values.Count)])
                && read.Single(sample => sample.Name == "test_duration_seconds_count").Value == values.Count
                && Math.Abs(read.Single(sample => sample.Name == "test_duration_seconds_sum").Value - values.Sum()) < 1e-9;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("cocoon.market.revenue", "nanoton", true, "cocoon_market_revenue_nanoton")]
    [InlineData("http.server.request.duration", "s", false, "http_server_request_duration_seconds")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", true, "dotnet_gc_heap_total_allocated_bytes")]
    [InlineData("orleans-catalog-activations", null, false, "orleans_catalog_activations")]
    [InlineData("load", "1", false, "load_ratio")]
    [InlineData("things.total", "{thing}", true, "things")]
    [InlineData("speed", "By/s", false, "speed_bytes_per_second")]
    [InlineData("already.seconds", "s", false, "already_seconds")]
    [InlineData("9lives", "", false, "_9lives")]
    public void Names_follow_the_OpenTelemetry_rules(string name, string? unit, bool isCounter, string expected) =>
        Telemetry.Prometheus.MetricName.Of(name, unit, isCounter ? Telemetry.Prometheus.MetricKind.Counter : Telemetry.Prometheus.MetricKind.Gauge).Name.Should().Be(expected);

    [Fact]
    public void OpenMetrics_names_units_and_ends_where_it_ends()
    {
        using var host = new MetricHost();
        host.Meter().CreateCounter<long>("test.paid", "nanoton", "Say \"when\"\nor \\ not.").Add(2);
        host.Meter().CreateHistogram("test.wait", "s", null, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2.5] }).Record(1);

        var open = host.Text(isOpenMetrics: true);

        open.Should().Contain("# HELP test_paid_nanoton Say \\\"when\\\"\\nor \\\\ not.\n# TYPE test_paid_nanoton counter\n# UNIT test_paid_nanoton nanoton\ntest_paid_nanoton_total 2\n")
            .And.Contain("le=\"1.0\"").And.Contain("le=\"2.5\"").And.EndWith("# EOF\n");
        host.Text().Should().Contain("# TYPE test_paid_nanoton_total counter\ntest_paid_nanoton_total 2\n").And.NotContain("# EOF").And.NotContain("# UNIT");
    }

    [Theory]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1", true)]
    [InlineData("text/plain;version=0.0.4;q=0.5,application/openmetrics-text;q=0.1", false)]
    [InlineData("*/*", false)]
    [InlineData("", false)]
    public void A_scraper_gets_the_format_that_it_names_first(string accept, bool isOpenMetrics) =>
        Telemetry.Prometheus.MetricsEndpoint.WantsOpenMetrics(accept).Should().Be(isOpenMetrics);

    [Fact]
    public void The_same_state_is_always_written_the_same_way()
    {
        using var host = new MetricHost();
        var counter = host.Meter().CreateCounter<long>("test.count");
        foreach (var name in new[] { "b", "a", "c" }) counter.Add(1, new("z", name), new("a", "x"));

        host.Samples().Select(sample => sample.Labels["z"]).Should().Equal("a", "b", "c");
        host.Text().Should().Be(host.Text());
    }
}
