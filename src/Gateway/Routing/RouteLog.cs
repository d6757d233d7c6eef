using System.Diagnostics.CodeAnalysis;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Grains.Routing;

namespace Cocoon.Gateway.Routing;

/// <summary>
/// Why this gateway's latest jobs went where they went, for whoever asks later. Bounded by jobs, and by the offers that they
/// were picked from, of which jobs of one moment share a table. Thread-safe.
/// </summary>
internal sealed class RouteLog
{
    private const int MaxJobs = 1_024;
    private const int MaxOffers = 200_000;

    private readonly Lock _gate = new();
    private readonly Queue<Entry> _entries = new();
    private readonly Dictionary<JobId, Entry> _byJob = [];
    private Entry? _newest;
    private int _offers;

    public void Add(JobId job, AccountAddress account, Route route)
    {
        lock (_gate)
        {
            var entry = new Entry(job, account, route, ReferenceEquals(_newest?.Route.Offers, route.Offers) ? 0 : route.Offers.Count);
            _entries.Enqueue(_newest = _byJob[job] = entry);
            _offers += entry.Weight;
            while (_entries.Count > 1 && (_entries.Count > MaxJobs || _offers > MaxOffers))
            {
                var oldest = _entries.Dequeue();
                _offers -= oldest.Weight;
                // A retried id was noted again since.
                if (ReferenceEquals(_byJob.GetValueOrDefault(oldest.Job), oldest)) _byJob.Remove(oldest.Job);
            }
        }
    }

    /// <param name="job">A job of this gateway.</param>
    /// <param name="account">Who asks; null for an operator, who may ask for all.</param>
    /// <param name="route">How it was picked.</param>
    public bool TryFind(JobId job, AccountAddress? account, [NotNullWhen(true)] out Route? route)
    {
        lock (_gate) route = _byJob.TryGetValue(job, out var entry) && (account is null || account == entry.Account) ? entry.Route : null;
        return route is not null;
    }

    private sealed record Entry(JobId Job, AccountAddress Account, Route Route, int Weight);
}
