using Cocoon.LocalRuntime.Reminders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Cocoon.LocalRuntime.Hosting;

/// <summary>Starts and stops the grain runtime with its host.</summary>
internal sealed class LocalSiloHostedService(LocalSilo silo, IServiceProvider services) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var validator in services.GetServices<IConfigurationValidator>()) validator.ValidateConfiguration();
        silo.Start();
        if (services.GetService<ReminderService>() is { } reminders) await reminders.Start(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<ReminderService>() is { } reminders) await reminders.Stop(cancellationToken);
        await silo.Stop(cancellationToken);
    }
}
