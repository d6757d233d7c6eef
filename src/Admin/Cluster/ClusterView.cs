using System.Collections.Immutable;

namespace Cocoon.Admin.Cluster;

/// <summary>The grain runtime at one moment.</summary>
/// <param name="Runtime">"Orleans" or "LocalRuntime".</param>
/// <param name="Silos">Its silos.</param>
/// <param name="Grains">Activations by grain type.</param>
public sealed record ClusterView(string Runtime, ImmutableArray<SiloView> Silos, ImmutableArray<GrainTypeView> Grains)
{
    public static readonly ClusterView Unknown = new("", [], []);
}
