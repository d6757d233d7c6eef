using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Simulation.Economy;

/// <summary>From a slot to the end of the job, and the money.</summary>
internal sealed partial class MarketRun
{
    private void Start(Desk desk, int id, Seller seller, long leased)
    {
        ref var job = ref _jobs[id];
        ref var buyer = ref _buyers[job.Client];
        job.Seller = seller.Index;
        job.Prices = seller.Offer.PricesFor(job.Class);
        job.Leased = leased;
        job.Version++;
        job.Cached = buyer.HasSession && buyer.LastSeller == seller.Index ? (int)(job.Prompt * Habits.CachedShare) : 0;
        Link(ref job, id, seller);
        seller.Use(1, TimeOf(_now));
        desk.Took(seller.Row);
        Changed(seller, 1);
        _tally.Leased(_now, buyer.Model, in job, seller);
        var ends = Foresee(ref job, seller);
        _events.Add(ends, EventKind.JobEnd, id, job.Version);
    }

    /// <summary>What will become of the job, unless the machine breaks down over it.</summary>
    /// <returns>When it ends.</returns>
    private long Foresee(ref Job job, Seller seller)
    {
        (job.Delivers, job.Ends, job.FirstToken) = (0, JobFate.Failed, long.MaxValue);
        if (!seller.IsUp) return job.Leased + Habits.ConnectTimeout;
        var begins = job.Leased + Habits.StartHop;
        if (seller.Behaviour == Behaviour.FailsFast) return begins + Habits.Second / 4;
        var jitter = 0.9 + 0.2 * _lengths.Uniform();
        job.FirstToken = begins + (long)(Habits.Second * (_lengths.Exponential(0.1) + (job.Prompt - job.Cached) / seller.PromptRate));
        var perToken = Habits.Second / (seller.Rate * jitter);
        (job.Delivers, job.Ends) = _lengths.Chance(Habits.HangUpShare) ? (1 + (int)(_lengths.Uniform() * job.Answer), JobFate.Cancelled) : (job.Answer, JobFate.Delivered);
        var ends = job.FirstToken + (long)(job.Delivers * perToken);
        if (ends <= job.Deadline) return ends;
        (job.Delivers, job.Ends) = ((int)Math.Max(0, (job.Deadline - job.FirstToken) / perToken), JobFate.CutOff);
        return Math.Max(job.Deadline, _now);
    }

    private void EndJob(int id, int version)
    {
        ref var job = ref _jobs[id];
        if (job.Version != version) return;
        var seller = _sellers[job.Seller];
        var desk = DeskOf(id);
        desk.Sync(_now);
        Unlink(ref job, id, seller);
        seller.Use(-1, TimeOf(_now));
        desk.Gave(seller.Row);
        Changed(seller, -1);
        seller.BusyTicks += _now - job.Leased;
        Judge(desk, ref job, seller);
        Mix(((ulong)job.Ends << 32) | (uint)job.Delivers);
        if (job.Delivers == 0) FailedOver(id, ref job, seller);
        else Settle(id, ref job, seller);
        CallOn(desk);
    }

    private void Settle(int id, ref Job job, Seller seller)
    {
        Charge(ref job, seller);
        if (job.Ends == JobFate.Delivered && job.IsDeterministic) Audit(seller);
        _buyers[job.Client].LastSeller = seller.Index;
        _tally.Ended(in job);
        _jobs.Return(id);
    }

    /// <summary>Nothing was delivered: elsewhere at most twice, inside the deadline.</summary>
    private void FailedOver(int id, ref Job job, Seller seller)
    {
        _tally.FellThrough();
        job.Failures++;
        job.FailedBy = seller.Index;
        job.GivesUp = job.Class == JobClass.Batch ? job.Deadline : Math.Min(job.Deadline, _now + Habits.QueuePatience);
        if (job.Failures > MostRetries || _now >= job.Deadline) Refuse(id, Turnaway.Failed);
        else Route(id);
    }

    private void Charge(ref Job job, Seller seller)
    {
        var charge = job.Prices!.Charge(new TokenCounts(job.Prompt - job.Cached, job.Cached, job.Delivers, 0));
        var fee = FeeRate.Fee(charge, Habits.FeeBps);
        _buyers[job.Client].Paid = checked(_buyers[job.Client].Paid + charge.Value);
        seller.Income = checked(seller.Income + (charge - fee).Value);
        seller.Served += job.Delivers;
        seller.Jobs++;
        _fees += fee;
        Mix((ulong)charge.Value);
    }

    private void Judge(Desk desk, ref Job job, Seller seller)
    {
        if (job.Ends is JobFate.Delivered or JobFate.Cancelled)
        {
            var seconds = (_now - job.FirstToken) / (double)Habits.Second;
            desk.Succeeded(seller.Row, (job.FirstToken - job.Leased) / (double)TimeSpan.TicksPerMillisecond, job.Delivers > 1 && seconds > 0 ? (job.Delivers - 1) / seconds : null);
        }
        else
        {
            desk.Failed(seller.Row, TimeOf(_now));
        }

        Remember(in job, seller);
    }

    private void Changed(Seller seller, int change)
    {
        var line = _lines[seller.Model];
        line.InUse += change;
        line.Tell(seller, _now);
    }

    private void Link(ref Job job, int id, Seller seller)
    {
        (job.Next, job.Previous) = (seller.FirstJob, -1);
        if (seller.FirstJob >= 0) _jobs[seller.FirstJob].Previous = id;
        seller.FirstJob = id;
    }

    private void Unlink(ref Job job, int id, Seller seller)
    {
        if (job.Next >= 0) _jobs[job.Next].Previous = job.Previous;
        if (job.Previous >= 0) _jobs[job.Previous].Next = job.Next;
        else if (seller.FirstJob == id) seller.FirstJob = job.Next;
        (job.Next, job.Previous) = (-1, -1);
    }

    /// <summary>Starts elsewhere after one that failed before its first token (design.md section 6).</summary>
    private const int MostRetries = 2;

    private Nano _fees = Nano.Zero;
}
