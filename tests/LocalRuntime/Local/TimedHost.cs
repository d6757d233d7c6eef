using Cocoon.LocalRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.LocalRuntime.Tests.Local;

/// <summary>A host whose time the test moves.</summary>
public abstract class TimedHost : IAsyncLifetime
{
    protected FakeTime Time { get; } = new();

    protected TestHost Host { get; private set; } = null!;

    protected IGrainFactory Grains => Host.Grains;

    protected string Key { get; } = Guid.NewGuid().ToString("N");

    public async Task InitializeAsync() => Host = await TestHost.Start(silo =>
    {
        silo.Services.AddSingleton<TimeProvider>(Time);
        silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMinutes(1));
        Configure(silo);
    });

    public async Task DisposeAsync() => await Host.DisposeAsync();

    protected virtual void Configure(ISiloBuilder silo)
    {
    }
}
