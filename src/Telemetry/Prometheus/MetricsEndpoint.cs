using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Telemetry.Prometheus;

/// <summary>GET /metrics.</summary>
public static class MetricsEndpoint
{
    /// <summary>
    /// Maps /metrics. It has no authorisation of its own: map it where only operators reach it, or add a policy to what this
    /// returns.
    /// </summary>
    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder routes)
    {
        var metrics = routes.ServiceProvider.GetRequiredService<MetricCollector>();
        return routes.MapGet("/metrics", (HttpContext http) =>
        {
            var isOpenMetrics = WantsOpenMetrics(http.Request.Headers.Accept.ToString());
            http.Response.Headers.CacheControl = "no-store";
            return Results.Text(metrics.Write(isOpenMetrics), isOpenMetrics ? MetricText.OpenMetricsType : MetricText.ClassicType, Encoding.UTF8);
        });
    }

    /// <summary>Whether a scraper names OpenMetrics before plain text, which is how Prometheus says what it likes best.</summary>
    internal static bool WantsOpenMetrics(string accept)
    {
        var open = accept.IndexOf("application/openmetrics-text", StringComparison.OrdinalIgnoreCase);
        var plain = accept.IndexOf("text/plain", StringComparison.OrdinalIgnoreCase);
        return open >= 0 && (plain < 0 || open < plain);
    }
}
