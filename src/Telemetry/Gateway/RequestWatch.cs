using System.Diagnostics;
using Cocoon.Telemetry.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Cocoon.Telemetry.Gateway;

/// <summary>
/// Times inference requests from outside and names the trace's first span. The gateway sends no header before the first
/// token, so the start of a response is its first token. Reads no body, and no header but the response's type.
/// </summary>
internal sealed class RequestWatch
{
    private readonly RequestDelegate _next;
    private readonly GatewayMeters _meters;
    private readonly TimeProvider _time;

    public RequestWatch(RequestDelegate next, GatewayMeters meters, TimeProvider time)
    {
        (_next, _meters, _time) = (next, meters, time);
        // What scales gateways by their queue has to see an empty one before the first request.
        meters.Waiting.Add(0);
        meters.Streams.Add(0);
    }

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } route })
        {
            await _next(http);
            return;
        }
        if (!IsInference(route)) await _next(http);
        else await Time(http);
        Describe(http, route);
    }

    private static bool IsInference(string route) => route is "/v1/chat/completions" or "/cocoon/v1/jobs/{job}/run";

    private async Task Time(HttpContext http)
    {
        var startedAt = _time.GetTimestamp();
        var (isWaiting, isStream) = (true, false);
        _meters.Waiting.Add(1);
        http.Response.OnStarting(() =>
        {
            // A response without a body starts after all of this has ended.
            if (!isWaiting) return Task.CompletedTask;
            isWaiting = false;
            isStream = http.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true;
            _meters.Waiting.Add(-1);
            if (isStream) _meters.Streams.Add(1);
            if (http.Response.StatusCode < 400) _meters.FirstChunk.Record(_time.GetElapsedTime(startedAt).TotalSeconds, [.. Tags(http)]);
            return Task.CompletedTask;
        });
        try
        {
            await _next(http);
        }
        finally
        {
            if (isWaiting) _meters.Waiting.Add(-1);
            isWaiting = false;
            if (isStream) _meters.Streams.Add(-1);
            _meters.Duration.Record(_time.GetElapsedTime(startedAt).TotalSeconds, [.. Tags(http), .. Error(http)]);
        }
    }

    /// <summary>The market's model, as the gateway has noted it once it knew that there is such a model.</summary>
    private static IEnumerable<KeyValuePair<string, object?>> Tags(HttpContext http) =>
    [
        new(GenAi.Operation, GenAi.Chat), new(GenAi.Provider, GenAi.Market),
        .. http.Features.Get<IHttpMetricsTagsFeature>()?.Tags.Where(tag => tag.Key == GenAi.RequestModel) ?? [],
    ];

    private static IEnumerable<KeyValuePair<string, object?>> Error(HttpContext http) =>
        http.RequestAborted.IsCancellationRequested ? [new(GenAi.ErrorType, "hang_up")]
        : http.Response.StatusCode >= 400 ? [new(GenAi.ErrorType, http.Response.StatusCode)]
        : [];

    private static void Describe(HttpContext http, string route)
    {
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span) return;
        span.DisplayName = $"{http.Request.Method} {route}";
        span.SetTag("http.request.method", http.Request.Method).SetTag("http.route", route).SetTag("http.response.status_code", http.Response.StatusCode);
        if (http.Response.StatusCode >= 500) span.SetStatus(ActivityStatusCode.Error);
    }
}
