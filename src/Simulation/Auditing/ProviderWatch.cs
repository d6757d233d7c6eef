using Cocoon.Core.Providers;

namespace Cocoon.Simulation.Auditing;

/// <summary>What may never happen between two records of one provider.</summary>
internal static class ProviderWatch
{
    /// <param name="before">The record before; null for none.</param>
    /// <param name="next">The record as stored.</param>
    /// <param name="now">By the fastest clock: what has not expired by it has not expired by any.</param>
    /// <param name="violation">Is told.</param>
    public static void Stored(ProviderState? before, ProviderState next, DateTimeOffset now, Action<string> violation)
    {
        if (before is null || next.Leases.Count <= before.Leases.Count) return;
        foreach (var leases in next.Leases.Values.Where(lease => lease.Expires > now).GroupBy(lease => lease.Model))
            if (next.Offers.TryGetValue(leases.Key, out var offer) && leases.Count() > offer.Slots)
                violation($"I3: provider {next.Id} leased {leases.Count()} slots of '{leases.Key}', and has {offer.Slots}");
        foreach (var (job, lease) in next.Leases)
            if (lease.Epoch != next.Epoch) violation($"I12: provider {next.Id} leased a slot to job {job} in life {lease.Epoch}, and lives {next.Epoch}");
    }
}
