using Cocoon.LocalRuntime.Reminders;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Hosting;

/// <summary>Reminders that live and die with the process.</summary>
public static class SiloBuilderReminderMemoryExtensions
{
    public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder)
    {
        builder.Services.AddSingleton<IReminderTable, MemoryReminderTable>();
        return builder.AddReminders();
    }
}
