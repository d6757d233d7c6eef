using Cocoon.Cli;
using Cocoon.Telemetry.Tests.Prometheus;

namespace Cocoon.Telemetry.Tests.Market;

[Collection(WatchedMarketCollection.Name)]
public sealed class MarketMetricsTests(WatchedMarket market)
{
    [Fact]
    public async Task One_settled_job_shows_in_every_part()
    {
        var samples = MetricReader.Samples(await market.Metrics());

        Sum("cocoon_market_jobs_total", ("outcome", "completed")).Should().Be(1);
        Sum("cocoon_market_tokens_total", ("model", "tiny-jane"), ("kind", "completion")).Should().BeInRange(1, 12);
        Sum("cocoon_market_revenue_nanoton_total").Should().BePositive();
        Sum("cocoon_settlement_batches_total", ("state", "confirmed")).Should().Be(1);
        Sum("cocoon_settlement_receipts_total").Should().Be(1);
        Sum("cocoon_market_offers", ("model", "tiny-jane")).Should().Be(1);
        Sum("cocoon_attestation_providers", ("tier", "simulated")).Should().Be(1);
        Sum("cocoon_gateway_streams").Should().Be(0);
        Sum("cocoon_gateway_waiting").Should().Be(0);
        Sum("gen_ai_client_token_usage_count", ("gen_ai_token_type", "output"), ("gen_ai_request_model", "tiny-jane")).Should().Be(1);
        Sum("gen_ai_server_time_to_first_token_seconds_count", ("gen_ai_operation_name", "chat")).Should().Be(1);
        Sum("gen_ai_client_operation_time_to_first_chunk_seconds_count", ("gen_ai_request_model", "tiny-jane")).Should().Be(1);
        samples.Should().Contain(sample => sample.Name == "http_server_request_duration_seconds_count" && sample.Labels["http_route"] == "/v1/chat/completions");

        double Sum(string name, params (string Name, string Value)[] labels) => samples
            .Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).Sum(sample => sample.Value);
    }

    [Fact]
    public async Task Violated_invariants_are_there_from_the_start_at_zero()
    {
        var violations = MetricReader.Samples(await market.Metrics()).FindAll(sample => sample.Name == "cocoon_ledger_invariant_violations_total");

        violations.Select(sample => sample.Labels["invariant"]).Should().BeEquivalentTo(Enumerable.Range(1, 14).Select(i => $"I{i}"));
        violations.Should().OnlyContain(sample => sample.Value == 0);
    }

    [Fact]
    public async Task No_label_is_the_name_of_one_job_channel_or_provider()
    {
        var ids = market.Recent.Read(0).Events.SelectMany(one => new[] { one.News.Job?.ToString(), one.News.Channel?.Raw, one.News.Provider?.Raw }).OfType<string>().Distinct().ToList();

        ids.Should().HaveCountGreaterThan(2);
        MetricReader.Samples(await market.Metrics()).SelectMany(sample => sample.Labels.Values).Should().NotContain(value => ids.Any(id => value.Contains(id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_metric_of_ours_is_documented()
    {
        var ours = (await market.Metrics()).Split('\n').Where(line => line.StartsWith("# TYPE cocoon_", StringComparison.Ordinal) || line.StartsWith("# TYPE gen_ai_", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        var page = await File.ReadAllTextAsync(Path.Combine(ProjectRoot.Path, "docs", "telemetry.md"));

        ours.Should().HaveCountGreaterThan(30).And.OnlyContain(name => page.Contains($"`{name}`"));
    }

    [Fact]
    public async Task Promtool_reads_it_and_finds_nothing_wrong_with_our_names()
    {
        var (code, output) = await Promtool.Run(await market.Metrics(), "check", "metrics");

        code.Should().BeOneOf([0, 3], $"3 means style only, and other people's: {output}");
        output.Split('\n').Should().NotContain(line => line.StartsWith("cocoon_", StringComparison.Ordinal) || line.StartsWith("gen_ai_", StringComparison.Ordinal));
    }
}
