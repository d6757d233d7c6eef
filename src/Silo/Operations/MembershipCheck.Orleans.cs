using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cocoon.Silo.Operations;

/// <summary>This silo is an active member of the cluster.</summary>
internal sealed class MembershipCheck(ISiloStatusOracle membership) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        membership.CurrentStatus == SiloStatus.Active ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"this silo is {membership.CurrentStatus}"));
}
