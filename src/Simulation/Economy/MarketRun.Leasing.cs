using System.Collections.Frozen;
using Cocoon.Core;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;

namespace Cocoon.Simulation.Economy;

/// <summary>From a request to a slot: pick, lease, wait.</summary>
internal sealed partial class MarketRun
{
    private void Route(int id)
    {
        var desk = DeskOf(id);
        desk.Sync(_now);
        // Who has just come does not push past those who wait.
        if (_jobs[id].Class == JobClass.Interactive && desk.Waiting.Count > 0) Wait(desk, id);
        else if (!TryLease(desk, id)) Wait(desk, id);
    }

    /// <returns>Whether the job has a slot, or can have none here at all.</returns>
    private bool TryLease(Desk desk, int id)
    {
        ref var job = ref _jobs[id];
        ref var buyer = ref _buyers[job.Client];
        var query = Query(in job, in buyer);
        var pick = Router.Pick(desk.Table, in query, _routing, TimeOf(_now));
        if (pick.Count == 0)
        {
            if (job.FailedBy >= 0 || (job.Class == JobClass.Batch && query.Ceiling is null)) return false;
            Refuse(id, WhyNone(desk, query));
            return true;
        }

        if (!pick.IsFree) return false;
        for (var place = 0; place < pick.Count; place++)
        {
            var seller = _lines[buyer.Model].Sellers[pick[place]];
            var offer = desk.Offer(seller.Row).Offer;
            if (offer.PricesFor(job.Class) is not { } prices) continue;
            var refusal = seller.Lease(prices, job.Class, query.Tokens, query.LeastTier, job.Deadline, _now);
            if (place == 0) _tally.FirstTry(_now, buyer.Model, refusal);
            Mix((ulong)refusal << 32 | (uint)seller.Index);
            // A slot kept from jobs due in hours is still there for others.
            if (refusal == RefusalCode.ProviderBusy && job.Class == JobClass.Interactive) desk.Refused(seller.Row);
            if (refusal != RefusalCode.None) continue;
            Start(desk, id, seller, _now + (place + 1) * Habits.LeaseHop);
            return true;
        }

        return false;
    }

    private RouteQuery Query(in Job job, in Buyer buyer) => new(buyer.LeastTier, job.Prompt + job.Answer)
    {
        Ceiling = buyer.Ceiling,
        Class = job.Class,
        Preference = buyer.Preference,
        Regions = buyer.Regions,
        Deny = job.FailedBy >= 0 ? Denial(job.FailedBy) : null,
        Affinity = buyer is { HasSession: true, LastSeller: >= 0 } ? _sellers[buyer.LastSeller].Account : default,
    };

    private FrozenSet<Core.Accounts.AccountAddress> Denial(int seller) => _denials[seller] ??= FrozenSet.Create([_sellers[seller].Account]);

    private Turnaway WhyNone(Desk desk, RouteQuery query) =>
        query.Ceiling is not null && Router.Pick(desk.Table, query with { Ceiling = null }, _routing, TimeOf(_now)).Count > 0 ? Turnaway.TooDear : Turnaway.NoOffer;

    /// <summary>No slot now: somebody waits in line, what is due in hours comes again in minutes.</summary>
    private void Wait(Desk desk, int id)
    {
        ref var job = ref _jobs[id];
        if (job.Class == JobClass.Batch)
        {
            _events.Add(_now + Habits.BatchRetry / 2 + (long)(_lengths.Uniform() * Habits.BatchRetry), EventKind.Retry, id, job.Version);
            return;
        }

        if (desk.Waiting.TryAdd(_buyers[job.Client].Account, priority: 0, TimeOf(job.GivesUp), id) is null)
        {
            Refuse(id, Turnaway.QueueFull);
            return;
        }

        if (desk.IsDraining) return;
        desk.IsDraining = true;
        _events.Add(desk.NextSnapshot(_now), EventKind.Drain, _buyers[job.Client].Model, desk.Gateway);
    }

    private void Drain(ModelLine line, int gateway)
    {
        var desk = line.Desks[gateway];
        desk.Sync(_now);
        CallOn(desk);
        desk.IsDraining = desk.Waiting.Count > 0;
        if (desk.IsDraining) _events.Add(desk.NextSnapshot(_now), EventKind.Drain, line.Index, gateway);
    }

    /// <summary>Who waits is tried with each snapshot and each job that ends here, in the queue's order, for as long as there are slots.</summary>
    private void CallOn(Desk desk)
    {
        if (desk.Waiting.Count == 0) return;
        foreach (var late in desk.Waiting.Expire(TimeOf(_now))) Refuse(late.Item, Turnaway.WaitedInVain);
        var inVain = 0;
        bool Suits(int id)
        {
            if (inVain >= MostInVain) return false;
            if (TryLease(desk, id)) return true;
            inVain++;
            return false;
        }

        while (inVain < MostInVain && desk.Waiting.TryTake(TimeOf(_now), Suits, out _))
        {
            // What is taken has its slot, or can have none.
        }
    }

    private void TryAgain(int id, int version)
    {
        if (_jobs[id].Version != version) return;
        if (_jobs[id].GivesUp <= _now) Refuse(id, Turnaway.WaitedInVain);
        else Route(id);
    }

    private void Refuse(int id, Turnaway why)
    {
        ref var job = ref _jobs[id];
        _tally.Refused(_now, _buyers[job.Client].Model, why);
        Mix((ulong)why);
        _jobs.Return(id);
    }

    private Desk DeskOf(int id)
    {
        ref var buyer = ref _buyers[_jobs[id].Client];
        return _lines[buyer.Model].Desks[buyer.Gateway];
    }

    /// <summary>So many of those who wait are tried in vain before the rest is left for the next snapshot.</summary>
    private const int MostInVain = 32;
}
