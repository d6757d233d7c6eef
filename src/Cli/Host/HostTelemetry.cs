using Cocoon.Silo.Operations;
using Cocoon.Silo.Settings;
using Cocoon.Telemetry.Hosting;
using Cocoon.Telemetry.Prometheus;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Cli.Host;

/// <summary>
/// The telemetry of an installation; /metrics is on the operations listener. It asks for no key, as scrapers rarely have one:
/// the listener itself is for operators only.
/// </summary>
internal sealed class HostTelemetry : IOperationsEndpoints
{
    public static void Add(IHostApplicationBuilder builder, TelemetrySettings settings)
    {
        builder.AddCocoonTelemetry(new CocoonTelemetryOptions
        {
            OtlpEndpoint = settings.OtlpEndpoint is { } endpoint ? new Uri(endpoint) : null,
            TraceShare = settings.TraceShare,
            JsonLogs = settings.JsonLogs,
        });
        builder.Services.AddSingleton<IOperationsEndpoints, HostTelemetry>();
    }

    public void Map(IEndpointRouteBuilder routes) => routes.MapMetrics();
}
