using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Timers;

namespace Cocoon.Storage.Postgres;

/// <summary>Puts grain states and reminders of the silos of a cluster into one PostgreSQL database. Works on both grain runtimes.</summary>
public static class PostgresSiloBuilderExtensions
{
    /// <summary>Sets which database. The silo does not start unless its schema is current and its commits are durable.</summary>
    public static ISiloBuilder UsePostgresStore(this ISiloBuilder builder, Action<PostgresStoreOptions> configure)
    {
        builder.Services.Configure(configure);
        AddStore(builder.Services);
        return builder;
    }

    /// <summary>
    /// Adds a storage of that name. All storages of a host share its one table, so a state name must not be used by one grain in
    /// two storages.
    /// </summary>
    public static ISiloBuilder AddPostgresGrainStorage(this ISiloBuilder builder, string name)
    {
        AddStore(builder.Services);
        builder.Services.AddGrainStorage(name, static (services, _) => new PostgresGrainStorage(
            services.GetRequiredService<PostgresStore>(), services.GetRequiredService<IOptions<PostgresStoreOptions>>().Value.Json));
        return builder;
    }

    /// <summary>Adds the default storage, used by states that name none.</summary>
    public static ISiloBuilder AddPostgresGrainStorageAsDefault(this ISiloBuilder builder) =>
        builder.AddPostgresGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);

    /// <summary>
    /// Keeps reminders in the database, and lets this silo deliver them, together with all others that are told so. For silos
    /// that may host every grain with reminders; takes the place of <c>AddReminders</c>.
    /// </summary>
    public static ISiloBuilder UsePostgresReminders(this ISiloBuilder builder, Action<PostgresReminderOptions>? configure = null)
    {
        AddStore(builder.Services);
        builder.Services.Configure(configure ?? (static _ => { }));
        builder.Services.AddSingleton<PostgresReminderTable>();
        builder.Services.AddSingleton(static provider => new PostgresReminderPump(
            provider.GetRequiredService<PostgresReminderTable>(), provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System, Random.Shared,
            provider.GetRequiredService<IOptions<PostgresReminderOptions>>(), provider.GetRequiredService<ILogger<PostgresReminderPump>>()));
        builder.Services.AddSingleton<IReminderRegistry, PostgresReminderRegistry>();
        builder.Services.AddHostedService(static provider => provider.GetRequiredService<PostgresReminderPump>());
        return builder;
    }

    private static void AddStore(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(PostgresStore))) return;
        // The container makes services synchronously; this one is made once, by the validator, before the silo starts.
        services.AddSingleton(static provider => Task.Run(() => PostgresStore.Open(
            provider.GetRequiredService<IOptions<PostgresStoreOptions>>().Value, provider.GetService<TimeProvider>())).GetAwaiter().GetResult());
        services.AddSingleton<IConfigurationValidator, PostgresStoreValidator>();
    }
}
