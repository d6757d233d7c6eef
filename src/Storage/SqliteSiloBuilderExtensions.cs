using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Providers;
using Orleans.Runtime.Hosting;

namespace Cocoon.Storage;

/// <summary>Puts grain states and reminders of a silo into one SQLite file. Works on both grain runtimes.</summary>
public static class SqliteSiloBuilderExtensions
{
    /// <summary>Sets where the file is. Without it the defaults of <see cref="SqliteStoreOptions"/> hold.</summary>
    public static ISiloBuilder UseSqliteStore(this ISiloBuilder builder, Action<SqliteStoreOptions> configure)
    {
        builder.Services.Configure(configure);
        AddStore(builder.Services);
        return builder;
    }

    /// <summary>
    /// Adds a storage of that name. All storages of a host share its one file, so a state name must not be used by one grain in
    /// two storages.
    /// </summary>
    public static ISiloBuilder AddSqliteGrainStorage(this ISiloBuilder builder, string name)
    {
        AddStore(builder.Services);
        builder.Services.AddGrainStorage(name, static (services, _) => new SqliteGrainStorage(
            services.GetRequiredService<SqliteStore>(), services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value.Json));
        return builder;
    }

    /// <summary>Adds the default storage, used by states that name none.</summary>
    public static ISiloBuilder AddSqliteGrainStorageAsDefault(this ISiloBuilder builder) =>
        builder.AddSqliteGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);

    /// <summary>Keeps reminders in the file, so they survive restarts.</summary>
    public static ISiloBuilder UseSqliteReminders(this ISiloBuilder builder)
    {
        AddStore(builder.Services);
        builder.Services.TryAddSingleton<IReminderTable, SqliteReminderTable>();
        return builder.AddReminders();
    }

    private static void AddStore(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(SqliteStore))) return;
        services.AddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<SqliteStoreOptions>>().Value;
            return SqliteStore.Open(options.Path, options.CheckOnOpen, options.MaxWritesPerCommit);
        });
        services.AddSingleton<IConfigurationValidator, SqliteStoreValidator>();
    }
}
