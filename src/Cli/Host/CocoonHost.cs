using Cocoon.Core.Market;
using Cocoon.Gateway.Hosting;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Operations;
using Cocoon.Silo.Settings;
using Cocoon.Telemetry.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Cli.Host;

/// <summary>Builds and runs one process of an installation.</summary>
internal static class CocoonHost
{
    /// <summary>After the drain: grains move, connections close, the last writes reach the disk.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(12);

    /// <summary>Runs until SIGTERM or Ctrl-C, then drains.</summary>
    /// <param name="kind">Which program.</param>
    /// <param name="settings">Found good.</param>
    /// <param name="cancellationToken">Ends it, as SIGTERM does.</param>
    /// <param name="configure">Services of others, as for <see cref="Build"/>. Default: none.</param>
    public static async Task<int> Run(ProcessKind kind, CocoonSettings settings, CancellationToken cancellationToken, Action<IServiceCollection>? configure = null)
    {
        if (await FirstRead(settings, cancellationToken) is not { } market) return 0;
        await using var app = Build(kind, settings, market, configure);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new CliException($"{e.Message} Stop the program that uses it, or change Listen under Cocoon:Gateway or Cocoon:Operations.");
        }
        catch (Exception e) when (e is OperationCanceledException or OrleansException && app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to stop while it waited for others.
            return 0;
        }
        Announce(app, settings);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <param name="kind">Which program.</param>
    /// <param name="settings">Found good.</param>
    /// <param name="market">The market's rules.</param>
    /// <param name="configure">Services of others, registered before all else; they win. Default: none.</param>
    internal static WebApplication Build(ProcessKind kind, CocoonSettings settings, MarketParameters market, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        AddLogging(builder.Logging);
        configure?.Invoke(builder.Services);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(settings.Silo.DrainSeconds) + StopTime);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (settings.Gateway is { } gateway) GatewayMapping.Listen(kestrel, gateway);
            kestrel.ListenForOperations(ListenEndpoint.TryParse(settings.Operations.Listen)!);
        });
        // First, so that it listens before anything happens.
        HostTelemetry.Add(builder, settings.Telemetry);
        var health = builder.Services.AddCocoonOperations(settings.Operations);
        if (kind == ProcessKind.Silo && settings.Silo.Role == SiloRole.Edge) builder.AddCocoonClient(HostSettings.ToEdge(settings, market));
        else if (kind == ProcessKind.Silo) builder.AddCocoonSilo(HostSettings.ToSilo(settings, market));
        else builder.AddCocoonClient(HostSettings.ToClient(settings, market));
        if (settings.Gateway is { } options) builder.Services.AddCocoonGateway(gateway => GatewayMapping.Apply(gateway, settings, options));
        if (kind == ProcessKind.Silo && settings.Silo.Role == SiloRole.Core) HostAdmin.Add(builder.Services, settings);
        health.AddCocoonChecks(kind, settings);
        var app = builder.Build();
        app.UseOperations();
        if (settings.Gateway is not null)
        {
            app.UseCocoonTelemetry();
            app.MapCocoonGateway();
        }
        return app;
    }

    /// <summary>Null when it was asked to stop while it waited for the chain.</summary>
    private static async Task<MarketParameters?> FirstRead(CocoonSettings settings, CancellationToken cancellationToken)
    {
        using var loggers = LoggerFactory.Create(AddLogging);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminated = Signals.OnStop(stop.Cancel);
        try
        {
            return await HostSettings.ReadMarket(settings, loggers.CreateLogger("Cocoon.Silo.Hosting.MarketRules"), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private static void AddLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Cocoon", LogLevel.Information).AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical)
            // Whoever probes reads what is missing; each probe would say it again.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // Standard output is for the one line that says where it listens.
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>One line for people and for programs that chose port 0.</summary>
    private static void Announce(WebApplication app, CocoonSettings settings)
    {
        var listens = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        Console.WriteLine($"Ready ({CocoonSilo.Runtime}).{(settings.Gateway is null ? "" : $" Gateway {listens[0]}.")} Operations {listens[^1]}.");
    }
}
