using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cocoon.Silo.Operations;

/// <summary>
/// /health/live: the process answers; restart it when it does not. /health/ready: send it work; the answer names what is
/// missing. Open to whoever reaches the listener, since probes have no keys: they tell names of checks and nothing else.
/// </summary>
internal sealed class HealthEndpoints : IOperationsEndpoints
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = (http, _) => http.Response.WriteAsync("live") });
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Write });
    }

    private static Task Write(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        var missing = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).Select(entry => $"{entry.Key}: {entry.Value.Description}");
        return http.Response.WriteAsync(report.Status == HealthStatus.Healthy ? "ready" : $"not ready\n{string.Join('\n', missing)}");
    }
}
