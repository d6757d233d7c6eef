using System.Diagnostics.Metrics;
using Cocoon.Core.Market;
using Cocoon.Grains.Events;
using Cocoon.Telemetry.Events;
using Cocoon.Telemetry.Gateway;
using Cocoon.Telemetry.Prometheus;
using Cocoon.Telemetry.Tracing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Telemetry.Hosting;

/// <summary>Adds telemetry to a silo's or gateway's host.</summary>
public static class CocoonTelemetry
{
    /// <summary>
    /// Adds events, meters and traces. Call it before the services that are to be watched, and once only. In a gateway add
    /// <see cref="UseCocoonTelemetry"/>; in all, map <see cref="MetricsEndpoint.MapMetrics"/> where operators reach it.
    /// </summary>
    /// <exception cref="OptionsValidationException">An option is out of its range; the message says which and what to do.</exception>
    public static IHostApplicationBuilder AddCocoonTelemetry(this IHostApplicationBuilder builder, CocoonTelemetryOptions options)
    {
        var judged = new CocoonTelemetryOptionsValidator().Validate(null, options);
        if (judged.Failed) throw new OptionsValidationException(nameof(CocoonTelemetryOptions), typeof(CocoonTelemetryOptions), judged.Failures);
        var services = builder.Services;
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(new RecentEvents(options.RecentEvents));
        services.AddSingleton<MarketMeters>();
        services.AddSingleton(provider => new MarketGauges(provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<MarketParameters>()?.Models.Keys ?? []));
        services.AddSingleton<GatewayMeters>();
        services.AddSingleton<IMarketEvents, MarketNews>();
        services.AddSingleton<IMarketGauges>(provider => provider.GetRequiredService<MarketGauges>());
        services.AddSingleton<InvariantWatch>();
        services.AddSingleton(provider => new MetricCollector(options.Prometheus, provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<ILogger<MetricCollector>>()));
        services.AddSingleton<TelemetryExport>();
        services.AddHostedService<TelemetryService>();
        // Filters cost something on every call, so they are there only for who records traces.
        if (options.Traces) TracePropagation.AddTo(new RuntimeServices(builder));
        if (options.JsonLogs) builder.Logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        return builder;
    }

    /// <summary>Times a gateway's requests. Put it before what it is to time.</summary>
    public static IApplicationBuilder UseCocoonTelemetry(this IApplicationBuilder app) => app.UseMiddleware<RequestWatch>();
}
