using Cocoon.Silo.Hosting;
using Cocoon.Silo.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Silo.Operations;

/// <summary>What "ready" means for each kind of process (docs/silo.md).</summary>
public static class CocoonChecks
{
    public static IHealthChecksBuilder AddCocoonChecks(this IHealthChecksBuilder health, ProcessKind kind, CocoonSettings settings)
    {
        // Once: what was asked a moment ago is remembered in the check.
        health.Services.AddSingleton<ChainCheck>();
        health.Services.AddSingleton<StorageCheck>();
        health.Services.AddSingleton<MarketCheck>();
        health.AddCheck<ChainCheck>("chain");
        var isCore = kind == ProcessKind.Silo && settings.Silo.Role == SiloRole.Core;
        if (isCore) health.AddCheck<StorageCheck>("storage");
        // A provider's silo may not ask the registry's grain.
        if (isCore || kind == ProcessKind.Gateway) health.AddCheck<MarketCheck>("market");
        if (kind == ProcessKind.Silo && settings.Silo.Role != SiloRole.Edge) RuntimeHosting.AddMembershipCheck(health);
        return health;
    }
}
