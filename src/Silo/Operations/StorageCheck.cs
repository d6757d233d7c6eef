using Cocoon.Grains;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cocoon.Silo.Operations;

/// <summary>The ledger's storage answers a read.</summary>
internal sealed class StorageCheck(IServiceProvider services, TimeProvider time) : CachedCheck(time)
{
    /// <summary>Of no grain: nothing is ever stored there.</summary>
    private static readonly GrainId Probe = GrainId.Create("health", "probe");

    protected override Task Ask(CancellationToken cancellationToken) =>
        services.GetRequiredKeyedService<IGrainStorage>(Stores.Ledger).ReadStateAsync("health", Probe, new GrainState<StorageProbe>());

    private sealed class StorageProbe;
}
