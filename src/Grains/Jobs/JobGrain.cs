using System.Collections.Immutable;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Events;
using Cocoon.Grains.Providers;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Jobs;

/// <summary>
/// Thin shell over <see cref="Job"/>. State record: JobState. Invariants: I3, I5, I6, I11, I12. Written once, at the end:
/// the receipt before the charge, or the failure (ADR 0012).
/// </summary>
/// <remarks>
/// Until then the job is in memory only. What guards it meanwhile is stored elsewhere: the channel's hold, which one life of
/// this grain alone can have made, so that no other leases or begins the job; and the order in the provider's hands, by
/// which a grain that came up anew takes the receipt. A hold whose job is forgotten ends by its deadline (I13).
/// </remarks>
[GrainType("job")]
public sealed partial class JobGrain(
    [PersistentState("job", Stores.Ledger)] IPersistentState<JobState> record,
    MarketParameters market,
    ReceiptSigner signer,
    TimeProvider time,
    ILogger<JobGrain> logger) : StateMachineGrain<JobState>(record, time), IJobGrain, IRemindable
{
    /// <summary>A lease that is used later than this is confirmed first: what was revoked meanwhile must not begin (I12).</summary>
    private static readonly TimeSpan FreshLease = ProviderGrain.ReappraisalPeriod;

    private JobState? _unstored;
    private long _leasedAt;
    private bool _isCharged;
    private TimeSpan? _toFirstToken;

    private JobId Id => JobId.TryParse(this.GetPrimaryKeyString(), out var id) ? id : throw new RefusedException(RefusalCode.JobUnknown, "Not a job id.");

    /// <summary>The job as this activation knows it; a record is the last word.</summary>
    private JobState Known => State.Status == JobStatus.None && _unstored is not null ? _unstored : State;

    public async Task<Lease> Start(JobSpec spec, ImmutableList<RoutableOffer> candidates)
    {
        if (candidates.Count is 0 or > Router.MaxCandidates)
            throw new RefusedException(RefusalCode.NoOffer, $"A job needs 1 to {Router.MaxCandidates} candidates.");
        var hold = candidates.Select(candidate => Worst(spec, candidate)).Aggregate(Nano.Max);
        using var span = MarketTrace.Start("cocoon.job.start", Id);
        var startedAt = Time.GetTimestamp();
        await Refresh();
        var opened = Taken(Job.Open(Known, spec, hold, Time.GetUtcNow()));
        if (ReferenceEquals(opened, Known)) return await Repeated();
        await Reserve(opened);
        TellStarted(opened);
        try
        {
            var lease = await LeaseFirst(spec, candidates);
            (_unstored, _leasedAt) = (Taken(Job.Leased(opened, lease)), Time.GetTimestamp());
            // Nobody calls while the engine works, and an idle grain would be collected with all it knows.
            DelayDeactivation(spec.Deadline - Time.GetUtcNow());
            TellLeased(Time.GetElapsedTime(startedAt));
            return lease;
        }
        catch (RefusedException refused)
        {
            await Abandon(opened, refused.Refusal);
            throw;
        }
    }

    public async Task<JobOrder> Begin(long leaseEpoch)
    {
        await Refresh();
        if (Known is { Status: JobStatus.Leased } leased) await RequireTrust(leased, isFresh: _unstored is not null && Time.GetElapsedTime(_leasedAt) < FreshLease);
        // A lease that is in the record, as older versions wrote it, may be known to two lives: only a write decides which begins.
        var begun = State.Status == JobStatus.None && _unstored is not null
            ? _unstored = Taken(Job.Begin(_unstored, leaseEpoch, Time.GetUtcNow()))
            : await Commit(state => Job.Begin(state, leaseEpoch, Time.GetUtcNow()));
        TellBegun();
        return signer.Seal(new JobOrder(begun.Spec!, begun.Lease!, begun.Hold));
    }

    public async Task<JobBill> Complete(ProviderReceipt receipt, JobOrder? order = null, TimeSpan? toFirstToken = null)
    {
        if (!signer.IsFromEnclave(receipt)) throw new RefusedException(RefusalCode.ReceiptForged, "The provider's signature does not fit the receipt.");
        using var span = MarketTrace.Start("cocoon.receipt", Id);
        await Refresh();
        if (Known.Status == JobStatus.None && order is not null) await Recall(order);
        await Commit(state => Job.Complete(Or(state, _unstored), signer.Countersign(receipt), Time.GetUtcNow()));
        var isNews = !_isCharged;
        _toFirstToken = toFirstToken;
        var bill = await Charge();
        if (isNews) TellCompleted(toFirstToken);
        if (isNews) await MayAudit(bill.Receipt);
        return bill;
    }

    public async Task Fail(Refusal reason)
    {
        await Refresh();
        if (Known.Status is JobStatus.Completed or JobStatus.Receipted)
            throw new RefusedException(RefusalCode.JobEnded, "The job has a receipt and cannot fail any more.");
        if (Known.Status is JobStatus.None) throw new RefusedException(RefusalCode.JobUnknown, "There is no such job.");
        await Abandon(Known, reason);
    }

    public async Task GiveBack()
    {
        await Refresh();
        if (Known.Status == JobStatus.None) throw new RefusedException(RefusalCode.JobUnknown, "There is no such job.");
        if (Known.Status is not (JobStatus.Opened or JobStatus.Leased or JobStatus.Failed))
            throw new RefusedException(RefusalCode.JobNotReady, "The job has begun. Hang up to end it; what was delivered is charged.");
        await Abandon(Known, new Refusal(RefusalCode.EvidenceRefused, "The caller did not accept the provider's machine; nothing is charged."));
    }

    public async Task<JobState> View()
    {
        await Resolve();
        return Known is { Status: JobStatus.Completed } completed && _isCharged ? completed with { Status = JobStatus.Receipted } : Known;
    }

    private static JobState Or(JobState state, JobState? unstored) => state.Status == JobStatus.None && unstored is not null ? unstored : state;

    private static JobState Taken(Step<JobState> step) => step.Refusal is { } refusal ? throw new RefusedException(refusal) : step.State;

    private RefusedException BeingWorkedOn() => new(RefusalCode.JobNotReady, $"This request is being worked on as job {Id}.");

    private async Task<Lease> Repeated()
    {
        await Resolve();
        return Known.Status switch
        {
            JobStatus.Leased => Known.Lease!,
            JobStatus.Failed => throw new RefusedException(Known.Failure!),
            JobStatus.Completed or JobStatus.Receipted when _isCharged || State.Status == JobStatus.Receipted =>
                throw new RefusedException(RefusalCode.JobEnded, $"This request was answered before as job {Id}. Its receipt is at /cocoon/v1/receipts/{Id}."),
            _ => throw BeingWorkedOn(),
        };
    }

    /// <summary>
    /// Takes the hold. Whoever finds one that it did not make may be the second life of a job that runs: it keeps its hands
    /// off, and the job ends by its deadline if nobody runs it after all.
    /// </summary>
    private async Task Reserve(JobState opened)
    {
        var isOurs = false;
        try
        {
            isOurs = await GrainFactory.Channel(opened.Spec!.Channel).Hold(Id, opened.Hold, opened.Spec.Deadline);
        }
        catch (RefusedException refused) when (refused.Code != RefusalCode.OperationConflict)
        {
            await Abandon(opened, refused.Refusal);
            throw;
        }
        catch (RefusedException)
        {
            // It holds already, for another amount or another time.
        }
        if (!isOurs) throw BeingWorkedOn();
    }

    private async Task<Lease> LeaseFirst(JobSpec spec, ImmutableList<RoutableOffer> candidates)
    {
        RefusedException? last = null;
        foreach (var candidate in candidates)
        {
            var request = new LeaseRequest(Id, spec.Model, spec.LongestSequence > 0 ? spec.LongestSequence : checked(spec.MaxPromptTokens + spec.MaxCompletionTokens),
                Asked(spec, candidate), spec.LeastTier, market.FeeBps, spec.Deadline)
            {
                Client = spec.Client,
                Class = spec.Class,
                Quote = spec.Quote,
            };
            using var span = MarketTrace.Start("cocoon.lease", Id);
            try
            {
                return await GrainFactory.Provider(candidate.Provider).Lease(request);
            }
            catch (RefusedException refused)
            {
                last = refused;
            }
        }
        throw last!;
    }

    private static Nano Worst(JobSpec spec, RoutableOffer candidate) =>
        Asked(spec, candidate).MaxCharge(spec.MaxPromptTokens, spec.MaxCompletionTokens);

    /// <summary>Who takes no batch jobs says so when it is asked for the lease.</summary>
    private static PriceList Asked(JobSpec spec, RoutableOffer candidate) => candidate.Offer.PricesFor(spec.Class) ?? candidate.Offer.Prices;
}
