using Cocoon.Admin.Cluster;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Admin.Hosting;

/// <summary>Who tells about the grain runtime of this build.</summary>
internal static class RuntimeProbe
{
    public static void Add(IServiceCollection services) => services.AddSingleton<IClusterProbe, OrleansClusterProbe>();
}
