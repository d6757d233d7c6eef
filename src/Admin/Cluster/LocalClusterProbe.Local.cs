using System.Collections.Immutable;
using Cocoon.LocalRuntime;

namespace Cocoon.Admin.Cluster;

/// <summary>LocalRuntime: one process, whose activations are at hand. It does not count calls.</summary>
internal sealed class LocalClusterProbe(LocalSilo silo) : IClusterProbe
{
    private const string Address = "local";

    public Task<ClusterView> View(CancellationToken cancellationToken)
    {
        var types = silo.Directory.Activations.GroupBy(activation => activation.GrainId.Type.ToString()!, StringComparer.Ordinal)
            .Select(group => new GrainTypeView(group.Key, group.LongCount(), null, null)).ToImmutableArray();
        var here = new SiloView(Address, "this process", "Active", IsActive: true, types.Sum(type => type.Activations));
        return Task.FromResult(new ClusterView("LocalRuntime", [here], types));
    }
}
