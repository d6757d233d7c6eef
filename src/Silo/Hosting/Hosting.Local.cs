using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Silo.Hosting;

/// <summary>The grain runtime of this build: LocalRuntime, one process.</summary>
internal static class RuntimeHosting
{
    public const string Name = "LocalRuntime";

    public const bool CanCluster = false;

    public static void Use(IHostApplicationBuilder builder, CocoonSiloOptions options, Action<ISiloBuilder> configure)
    {
        // What Cluster, RaTls and load shedding say is about processes that find one another; here there is one.
        _ = options;
        builder.UseOrleans(configure);
    }

    public static void UseClient(IHostApplicationBuilder builder, CocoonClientOptions options) =>
        throw new PlatformNotSupportedException("LocalRuntime is one process. A gateway of its own needs the Orleans packages.");

    public static IPEndPoint? GatewayOf(IServiceProvider services)
    {
        // Nobody else's process can be a part of this one.
        _ = services;
        return null;
    }

    public static void AddMembershipCheck(IHealthChecksBuilder health)
    {
        // One process is its own whole cluster.
        _ = health;
    }
}
