using System.Diagnostics;
using Cocoon.Telemetry.Tracing;
using OpenTelemetry.Trace;

namespace Cocoon.Telemetry.Tests;

public sealed class SharedSamplerTests
{
    private static readonly ActivityContext Recorded = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, null, isRemote: true);
    private static readonly ActivityContext Unrecorded = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None, null, isRemote: true);
    private readonly SharedSampler _none = new(0);
    private readonly SharedSampler _all = new(1);

    [Fact]
    public void A_callers_wish_to_be_recorded_does_not_count() =>
        Decide(_none, "Microsoft.AspNetCore.Hosting.HttpRequestIn", Recorded).Should().Be(SamplingDecision.Drop);

    [Fact]
    public void What_lies_below_a_request_follows_it()
    {
        Decide(_none, "cocoon.lease", Recorded).Should().Be(SamplingDecision.RecordAndSample);
        Decide(_all, "cocoon.lease", Unrecorded).Should().Be(SamplingDecision.Drop);
    }

    [Fact]
    public void What_points_back_at_a_recorded_trace_is_recorded()
    {
        Decide(_none, "cocoon.batch", default, Unrecorded, Recorded).Should().Be(SamplingDecision.RecordAndSample);
        Decide(_none, "cocoon.batch", default, Unrecorded).Should().Be(SamplingDecision.Drop);
    }

    private static SamplingDecision Decide(SharedSampler sampler, string name, ActivityContext parent, params ActivityContext[] links) =>
        sampler.ShouldSample(new SamplingParameters(parent, ActivityTraceId.CreateRandom(), name, ActivityKind.Internal, null, links.Select(link => new ActivityLink(link)))).Decision;
}
