using Cocoon.LocalRuntime.Grains;
using Cocoon.LocalRuntime.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Timers;

namespace Cocoon.LocalRuntime.Hosting;

/// <summary>The services of the runtime.</summary>
internal static class LocalRuntimeServices
{
    /// <summary>Adds the runtime in live mode. A second call adds nothing.</summary>
    public static void AddTo(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(LocalSilo))) return;
        services.AddLogging();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITurnScheduler, ThreadPoolTurnScheduler>();
        services.AddSingleton<LocalSilo>();
        services.AddSingleton<GrainFactory>();
        services.AddSingleton<IGrainFactory>(static provider => provider.GetRequiredService<GrainFactory>());
        services.AddSingleton<IClusterClient>(static provider => provider.GetRequiredService<GrainFactory>());
        services.AddSingleton<GrainRuntime>();
        services.AddSingleton<IGrainRuntime>(static provider => provider.GetRequiredService<GrainRuntime>());
        services.AddSingleton<ITimerRegistry>(static provider => provider.GetRequiredService<GrainRuntime>());
        services.AddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        services.AddTransient(static provider => provider.GetRequiredService<IGrainContextAccessor>().GrainContext);
        // First, so that a host's own Configure<GrainTypeOptions> sees what was found and can take classes out.
        services.AddSingleton<IConfigureOptions<GrainTypeOptions>, GrainClassDiscovery>();
        services.AddSingleton<IConfigurationValidator, RuntimeOptionsValidator>();
        services.AddSingleton<IHostedService, LocalSiloHostedService>();
    }
}
