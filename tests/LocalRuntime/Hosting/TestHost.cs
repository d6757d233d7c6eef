using Cocoon.LocalRuntime.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Cocoon.LocalRuntime.Tests.Hosting;

/// <summary>A host with the grain runtime that this build is for, memory storage, a storage with faults, and memory reminders.</summary>
public sealed partial class TestHost : IAsyncDisposable
{
    public static readonly TimeSpan ShortTimeout = TimeSpan.FromSeconds(2);

    private readonly IHost _host;

    private TestHost(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public static async Task<TestHost> Start(Action<ISiloBuilder>? configure = null)
    {
        var host = Build(configure);
        await host._host.StartAsync();
        return host;
    }

    public static TestHost Build(Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(silo =>
        {
            UseRuntime(silo);
            silo.AddMemoryGrainStorageAsDefault();
            silo.AddMemoryGrainStorage("memory");
            silo.Services.AddGrainStorage(FaultyStorage.Name, static (services, _) => new FaultyStorage(services.GetRequiredKeyedService<IGrainStorage>("memory")));
            silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100));
            configure?.Invoke(silo);
            if (silo.Services.All(service => service.ServiceType != typeof(IReminderTable))) silo.UseInMemoryReminderService();
        });
        return new TestHost(builder.Build());
    }

    public static Task<TestHost> StartWithShortTimeout() =>
        Start(silo => silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ShortTimeout));

    public Task Stop(CancellationToken deadline = default) => _host.StopAsync(deadline);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else _host.Dispose();
    }

    static partial void UseRuntime(ISiloBuilder silo);
}
