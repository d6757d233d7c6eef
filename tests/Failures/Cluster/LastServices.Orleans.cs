using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Failures.Tests.Cluster;

/// <summary>Adds services when all others of a host are there, so that they take the place of what the test cluster brings.</summary>
internal sealed class LastServices(Action<IServiceCollection> add) : IServiceProviderFactory<IServiceCollection>
{
    public IServiceCollection CreateBuilder(IServiceCollection services)
    {
        add(services);
        return services;
    }

    public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder) => containerBuilder.BuildServiceProvider();
}
