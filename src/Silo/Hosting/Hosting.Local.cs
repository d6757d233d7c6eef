using Microsoft.Extensions.Hosting;

namespace Cocoon.Silo.Hosting;

/// <summary>The grain runtime of this build: LocalRuntime, one process.</summary>
internal static class RuntimeHosting
{
    public const string Name = "LocalRuntime";

    public static void Use(IHostApplicationBuilder builder, Action<ISiloBuilder> configure) => builder.UseOrleans(configure);
}
