using System.Diagnostics.Metrics;

namespace Cocoon.Telemetry.Tests.Prometheus;

public sealed class MetricCollectorTests
{
    [Fact]
    public void Label_sets_are_bounded_and_nothing_is_lost_from_the_sum()
    {
        using var host = new MetricHost(maxSeries: 3);
        var counter = host.Meter().CreateCounter<long>("test.count");
        for (var i = 0; i < 10; i++) counter.Add(1, new KeyValuePair<string, object?>("job", i));
        counter.Add(5, new KeyValuePair<string, object?>("job", 0));

        var read = host.Samples();

        read.Should().HaveCount(4);
        read.Sum(sample => sample.Value).Should().Be(15);
        read.Single(sample => sample.Labels.ContainsKey("otel_metric_overflow")).Value.Should().Be(7);
        host.Text().Should().Contain("cocoon_metrics_overflow_total{metric=\"test_count\"} 7\n");
    }

    [Fact]
    public void What_an_instrument_no_longer_shows_is_gone_and_makes_room()
    {
        using var host = new MetricHost(maxSeries: 2);
        List<string> alive = ["a", "b"];
        host.Meter().CreateObservableGauge("test.level", () => alive.Select(name => new Measurement<int>(1, new KeyValuePair<string, object?>("name", name))));
        host.Samples().Should().HaveCount(2);

        alive = ["c"];
        host.Samples();

        host.Samples().Select(sample => sample.Labels["name"]).Should().Equal("c");
    }

    [Fact]
    public void A_meter_that_ends_takes_its_metrics_along()
    {
        using var host = new MetricHost();
        var meter = new Meter("Cocoon.Test");
        meter.CreateCounter<long>("test.count").Add(1);
        host.Samples().Should().ContainSingle();

        meter.Dispose();

        host.Samples().Should().BeEmpty();
    }

    [Fact]
    public void Instruments_of_one_name_must_be_of_one_kind()
    {
        using var host = new MetricHost();
        host.Meter("Cocoon.One").CreateCounter<long>("test.count").Add(1);
        host.Meter("Cocoon.Two").CreateCounter<long>("test.count").Add(2);
        host.Meter("Cocoon.Three").CreateGauge<long>("test.count").Record(7);

        host.Samples().Should().ContainSingle(sample => sample.Name == "test_count_total").Which.Value.Should().Be(3);
        host.Text().Should().Contain("cocoon_metrics_conflicts_total 1\n");
    }

    [Fact]
    public void Foreign_meters_and_those_of_other_hosts_are_not_listened_to()
    {
        using var host = new MetricHost();
        using var other = new MetricHost();
        using var foreign = new Meter("Somebody.Else");
        var counter = foreign.CreateCounter<long>("test.foreign");
        other.Meter().CreateCounter<long>("test.other").Add(1);

        counter.Add(1);

        counter.Enabled.Should().BeFalse();
        host.Samples().Should().BeEmpty();
        other.Samples().Should().ContainSingle();
    }

    [Fact]
    public void A_failing_instrument_does_not_hide_the_others()
    {
        using var host = new MetricHost();
        host.Meter().CreateObservableGauge("test.broken", int () => throw new InvalidOperationException("broken"));
        host.Meter().CreateObservableGauge("test.well", () => 3);

        host.Samples().Should().ContainSingle().Which.Value.Should().Be(3);
        host.Text().Should().Contain("cocoon_metrics_failures_total 2\n");
    }

    [Fact]
    public void Counters_take_no_step_back_and_histograms_nothing_that_is_no_number()
    {
        using var host = new MetricHost();
        var counter = host.Meter().CreateCounter<double>("test.count");
        var histogram = host.Meter().CreateHistogram<double>("test.size");
        foreach (var value in new[] { 2, -1, double.NaN, double.PositiveInfinity }) counter.Add(value);
        foreach (var value in new[] { 1, double.NaN }) histogram.Record(value);

        host.Samples().Single(sample => sample.Name == "test_count_total").Value.Should().Be(2);
        host.Samples().Single(sample => sample.Name == "test_size_count").Value.Should().Be(1);
    }

    [Fact]
    public void Many_threads_lose_nothing()
    {
        using var host = new MetricHost(maxSeries: 8);
        var counter = host.Meter().CreateCounter<long>("test.count");
        var histogram = host.Meter().CreateHistogram<long>("test.size");

        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("i", (thread + i) % 12));
                histogram.Record(i);
                if (i % 1_000 == 0) host.Text();
            }
        });

        host.Samples().Where(sample => sample.Name == "test_count_total").Sum(sample => sample.Value).Should().Be(40_000);
        host.Samples().Single(sample => sample.Name == "test_size_count").Value.Should().Be(40_000);
    }
}
