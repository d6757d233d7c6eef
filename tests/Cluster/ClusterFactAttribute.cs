using Cocoon.ClusterKit;

namespace Cocoon.Cluster.Tests;

/// <summary>A test on a cluster of real processes; skipped without Orleans. Without PostgreSQL it fails and says what to install.</summary>
internal sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = Silo.Hosting.CocoonSilo.Runtime == "Orleans" ? null : ClusterMarket.Missing;
}
