using Cocoon.Grains;
using Cocoon.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Storage.Tests.Postgres.Grains;

/// <summary>A silo of the runtime of this build, with its ledger and reminders in PostgreSQL.</summary>
internal static class GrainHost
{
    public static async Task<IHost> Start(PostgresConnectionOptions market, Action<ISiloBuilder>? cluster = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(silo =>
        {
            (cluster ?? GrainHostRuntime.Alone)(silo);
            silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100));
            silo.UsePostgresStore(options =>
            {
                (options.Host, options.Database, options.User, options.MaxConnections) = (market.Host, market.Database, market.User, market.MaxConnections);
            }).AddPostgresGrainStorage(Stores.Ledger).UsePostgresReminders(options => options.PollPeriod = TimeSpan.FromMilliseconds(500));
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    public static IPulseGrain Pulse(this IHost host, string key) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<IPulseGrain>(key);
}
