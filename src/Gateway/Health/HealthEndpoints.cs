using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Market;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Gateway.Health;

/// <summary>Probes: live when the process answers, ready when the market behind it does.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live"));
        routes.MapGet("/health/ready", async (HttpContext http) =>
        {
            if (http.RequestServices.GetRequiredService<RequestGate>().IsDraining) return Results.Text("not ready: this gateway drains", statusCode: 503);
            try
            {
                await http.RequestServices.GetRequiredService<MarketCache>().Parameters();
                return Results.Text("ready");
            }
            catch (Exception e) when (e is TimeoutException or Orleans.Runtime.OrleansException)
            {
                return Results.Text("not ready: the market does not answer", statusCode: 503);
            }
        });
    }
}
