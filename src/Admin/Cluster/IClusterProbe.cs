namespace Cocoon.Admin.Cluster;

/// <summary>Asks the grain runtime about itself. Thread-safe.</summary>
internal interface IClusterProbe
{
    Task<ClusterView> View(CancellationToken cancellationToken);
}
