using Cocoon.LocalRuntime.Reminders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Timers;

namespace Orleans.Hosting;

/// <summary>Turns reminders on. An <see cref="IReminderTable"/> must be registered too.</summary>
public static class SiloBuilderReminderExtensions
{
    public static ISiloBuilder AddReminders(this ISiloBuilder builder) => builder.ConfigureServices(AddReminders);

    public static void AddReminders(this IServiceCollection services)
    {
        services.TryAddSingleton<ReminderService>();
        services.TryAddSingleton<IReminderRegistry>(static provider => provider.GetRequiredService<ReminderService>());
    }
}
