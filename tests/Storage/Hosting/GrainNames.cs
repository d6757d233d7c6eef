using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Storage.Tests.Hosting;

/// <summary>A silo that runs no grain, and only tells under which ids today's code looks for their records.</summary>
internal sealed partial class GrainNames : IAsyncDisposable
{
    private readonly IHost _host;

    private GrainNames(IHost host) => _host = host;

    public static async Task<GrainNames> Start()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(silo => UseRuntime(silo));
        var host = builder.Build();
        await host.StartAsync();
        return new GrainNames(host);
    }

    public GrainId Of(Func<IGrainFactory, IAddressable> grain) => grain(_host.Services.GetRequiredService<IGrainFactory>()).GetGrainId();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    static partial void UseRuntime(ISiloBuilder silo);
}
