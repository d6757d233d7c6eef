using Cocoon.Core.Accounts;
using Cocoon.Core.Providers;

namespace Cocoon.Core.Audit;

/// <summary>A provider's leases: its own, of a life it has lived, and never more at once than it has slots (I3, I12).</summary>
internal static class ProviderAudit
{
    public static void Check(AccountAddress address, ProviderState state, AuditScope scope, FindingList findings)
    {
        var subject = $"provider {address}";
        if (state.IsRegistered && state.Id != address) findings.Add("I3", subject, $"has the record of provider {state.Id}");
        foreach (var (job, lease) in state.Leases)
        {
            if (lease.Job != job || lease.Provider != state.Id) findings.Add("I3", subject, $"has a lease of job {lease.Job} with {lease.Provider} in the place of job {job}");
            if (lease.Epoch > state.Epoch) findings.Add("I12", subject, $"leased a slot to job {job} in life {lease.Epoch}, and has lived {state.Epoch}");
        }
        foreach (var leases in state.Leases.Values.Where(lease => lease.Expires > scope.Now).GroupBy(lease => lease.Model))
        {
            // An offer may shrink below what is leased already; but whoever got a slot under it found one free.
            if (state.Offers.TryGetValue(leases.Key, out var offer) && leases.Count() > offer.Slots && leases.Any(lease => lease.Appraisal == state.Appraisal))
                findings.Add("I3", subject, $"leased {leases.Count()} slots of '{leases.Key}', and has {offer.Slots}");
        }
    }
}
