using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Cocoon.Telemetry.Tracing;

/// <summary>
/// Records a share of all jobs: the request that starts a trace decides by its id, everything below follows, and so does what
/// only points back at a recorded trace, as a settlement batch does. A caller's wish to be recorded does not count: callers
/// are strangers, and recording costs the market. Thread-safe.
/// </summary>
/// <param name="share">0 for none to 1 for all.</param>
internal sealed class SharedSampler(double share) : Sampler
{
    /// <summary>Source of the spans of incoming requests, as ASP.NET Core names it.</summary>
    public const string HttpSource = "Microsoft.AspNetCore";

    private const string HttpRequest = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private readonly TraceIdRatioBasedSampler _root = new(share);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.Name == HttpRequest) return _root.ShouldSample(samplingParameters);
        foreach (var link in samplingParameters.Links ?? [])
            if (link.Context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)) return new SamplingResult(SamplingDecision.RecordAndSample);
        var parent = samplingParameters.ParentContext;
        return parent.TraceId == default ? _root.ShouldSample(samplingParameters)
            : new SamplingResult(parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }
}
