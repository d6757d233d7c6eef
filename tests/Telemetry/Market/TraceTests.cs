using System.Diagnostics;

namespace Cocoon.Telemetry.Tests.Market;

[Collection(WatchedMarketCollection.Name)]
public sealed class TraceTests(WatchedMarket market)
{
    private static readonly string[] OfTheJob = ["cocoon.job.start", "cocoon.lease", "cocoon.run", "cocoon.prefill", "cocoon.decode", "cocoon.receipt", "cocoon.post"];

    private Activity Request => market.Spans.Single(span => span.DisplayName == "POST /v1/chat/completions");

    private List<Activity> Job => [.. market.Spans.Where(span => span.TraceId == Request.TraceId)];

    [Fact]
    public void From_the_request_to_the_charge_a_job_is_one_connected_trace()
    {
        var ids = Job.Select(span => span.SpanId).ToHashSet();

        Job.Where(span => span.SpanId != Request.SpanId).Should().OnlyContain(span => ids.Contains(span.ParentSpanId), "nothing hangs in the air");
        foreach (var name in OfTheJob) Job.Should().ContainSingle(span => span.OperationName == name);
        IsBelow("cocoon.lease", "cocoon.job.start");
        IsBelow("cocoon.decode", "cocoon.run");
        IsBelow("cocoon.receipt", "cocoon.run");
        IsBelow("cocoon.post", "cocoon.receipt");
    }

    [Fact]
    public void Settlement_links_back_to_the_job()
    {
        var push = market.Spans.First(span => span.OperationName == "cocoon.push" && span.Links.Any(link => link.Context.TraceId == Request.TraceId));
        var batch = market.Spans.First(span => span.OperationName == "cocoon.batch" && span.Links.Any(link => link.Context.TraceId == push.TraceId));

        market.Spans.Should().Contain(span => span.OperationName == "cocoon.chain.send" && span.TraceId == batch.TraceId && span.ParentSpanId == batch.SpanId);
    }

    [Fact]
    public void Events_name_the_trace_they_happened_in() =>
        market.Recent.Read(0).Events.Where(one => one.News.Kind is Grains.Events.MarketEventKind.JobStarted or Grains.Events.MarketEventKind.JobCompleted)
            .Should().HaveCount(2).And.OnlyContain(one => one.TraceId == Request.TraceId.ToHexString());

    [Fact]
    public void Spans_take_their_time_from_what_they_span()
    {
        var decode = Job.Single(span => span.OperationName == "cocoon.decode");
        var prefill = Job.Single(span => span.OperationName == "cocoon.prefill");

        decode.StartTimeUtc.Should().BeOnOrAfter(prefill.StartTimeUtc + prefill.Duration - TimeSpan.FromMilliseconds(5));
        Request.Duration.Should().BeGreaterThanOrEqualTo(decode.Duration);
    }

    private void IsBelow(string name, string above)
    {
        var spans = Job.ToDictionary(span => span.SpanId);
        var ancestors = new List<string>();
        for (var span = Job.Single(one => one.OperationName == name); spans.TryGetValue(span.ParentSpanId, out var parent); span = parent) ancestors.Add(parent.OperationName);
        ancestors.Should().Contain(above);
    }
}
