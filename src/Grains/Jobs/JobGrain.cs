using System.Collections.Immutable;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Jobs;

/// <summary>
/// Thin shell over <see cref="Job"/>. State record: JobState. Invariants: I3, I5, I11, I12. The intent is written before
/// the hold, the receipt before the charge; a reminder finishes what a crash cut off, after the deadline at the latest.
/// </summary>
public sealed partial class JobGrain(
    [PersistentState("job", Stores.Ledger)] IPersistentState<JobState> record,
    MarketParameters market,
    ReceiptSigner signer,
    TimeProvider time,
    ILogger<JobGrain> logger) : StateMachineGrain<JobState>(record, time), IJobGrain, IRemindable
{
    private const string Reminder = "finish";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private JobId Id => JobId.TryParse(this.GetPrimaryKeyString(), out var id) ? id : throw new RefusedException(RefusalCode.JobUnknown, "Not a job id.");

    public async Task<Lease> Start(JobSpec spec, ImmutableList<RoutableOffer> candidates)
    {
        if (candidates.Count is 0 or > Router.MaxCandidates)
            throw new RefusedException(RefusalCode.NoOffer, $"A job needs 1 to {Router.MaxCandidates} candidates.");
        var hold = candidates.Select(candidate => Worst(spec, candidate)).Aggregate(Nano.Max);
        await Refresh();
        var step = Job.Open(State, spec, hold, Time.GetUtcNow());
        if (step is { Refusal: null, Changed: false }) return Repeated();
        // Before the intent, because the reminder outlives this process: a job that is written down also ends (I13).
        if (step.Changed) await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
        await Commit(_ => step);
        try
        {
            await GrainFactory.Channel(spec.Channel).Hold(Id, State.Hold, spec.Deadline);
            var lease = await LeaseFirst(candidates);
            await Commit(state => Job.Leased(state, lease));
            return lease;
        }
        catch (RefusedException refused)
        {
            await Abandon(refused.Refusal);
            throw;
        }
    }

    public async Task<JobOrder> Begin(long leaseEpoch)
    {
        var begun = await Commit(state => Job.Begin(state, leaseEpoch, Time.GetUtcNow()));
        return new JobOrder(begun.Spec!, begun.Lease!);
    }

    public async Task<JobBill> Complete(ProviderReceipt receipt)
    {
        if (!signer.IsFromEnclave(receipt)) throw new RefusedException(RefusalCode.ReceiptForged, "The provider's signature does not fit the receipt.");
        await Commit(state => Job.Complete(state, signer.Countersign(receipt), Time.GetUtcNow()));
        return await Charge();
    }

    public async Task Fail(Refusal reason)
    {
        await Refresh();
        if (State.Status is JobStatus.Completed or JobStatus.Receipted)
            throw new RefusedException(RefusalCode.JobEnded, "The job has a receipt and cannot fail any more.");
        if (State.Status is JobStatus.None) throw new RefusedException(RefusalCode.JobUnknown, "There is no such job.");
        await Abandon(reason);
    }

    public async Task GiveBack()
    {
        await Refresh();
        if (State.Status == JobStatus.None) throw new RefusedException(RefusalCode.JobUnknown, "There is no such job.");
        if (State.Status is not (JobStatus.Opened or JobStatus.Leased or JobStatus.Failed))
            throw new RefusedException(RefusalCode.JobNotReady, "The job has begun. Hang up to end it; what was delivered is charged.");
        await Abandon(new Refusal(RefusalCode.EvidenceRefused, "The caller did not accept the provider's machine; nothing is charged."));
    }

    public async Task<JobState> View()
    {
        // What is final never changes again.
        if (!State.IsFinal) await Refresh();
        return State;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await Refresh();
        if (State.Status == JobStatus.Completed) await Charge();
        else if (State is { IsFinal: false, Spec: { } spec } && spec.Deadline <= Time.GetUtcNow())
            await Abandon(new Refusal(RefusalCode.DeadlineInvalid, "The job's deadline passed without a receipt; nothing is charged."));
        else if (State.IsFinal || State.Status == JobStatus.None) await Forget();
    }

    /// <summary>Posts the stored receipt and closes the job. The post is idempotent, so it may follow a crash.</summary>
    private async Task<JobBill> Charge()
    {
        var receipt = State.Receipt!;
        try
        {
            var channel = await GrainFactory.Channel(receipt.Receipt.Channel).Post(receipt);
            if (State.Status == JobStatus.Completed)
            {
                await Commit(state => Job.Receipted(state));
                await CloseOut();
            }
            return new JobBill(receipt, channel.Charged);
        }
        catch (RefusedException refused) when (State.Status == JobStatus.Completed)
        {
            // The channel has decided: the hold ended before the receipt came. The provider reads why in its log.
            LogNotCharged(Id, refused.Code, refused.Message);
            await Commit(state => Job.Fail(state, refused.Refusal));
            await CloseOut();
            throw;
        }
    }

    private async Task Abandon(Refusal reason)
    {
        if (State.IsFinal) return;
        try
        {
            await GrainFactory.Channel(State.Spec!.Channel).Void(Id);
        }
        catch (RefusedException refused) when (refused.Code == RefusalCode.ChannelNotOpen)
        {
            // A channel without books holds nothing.
        }
        await Commit(state => Job.Fail(state, reason));
        await CloseOut();
    }

    private async Task CloseOut()
    {
        try
        {
            if (State.Lease is { } lease) await GrainFactory.Provider(lease.Provider).Release(Id);
            await Forget();
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            // Nothing hangs on it: the lease expires by itself, and the reminder comes back.
            LogCloseOutFailed(Id, e.GetType().Name, e.Message);
        }
    }

    private async Task Forget()
    {
        if (await this.GetReminder(Reminder) is { } reminder) await this.UnregisterReminder(reminder);
    }

    private Lease Repeated() => State.Status switch
    {
        JobStatus.Leased => State.Lease!,
        JobStatus.Failed => throw new RefusedException(State.Failure!),
        JobStatus.Receipted => throw new RefusedException(RefusalCode.JobEnded, $"This request was answered before as job {Id}. Its receipt is at /cocoon/v1/receipts/{Id}."),
        _ => throw new RefusedException(RefusalCode.JobNotReady, $"This request is being worked on as job {Id}."),
    };

    private async Task<Lease> LeaseFirst(ImmutableList<RoutableOffer> candidates)
    {
        RefusedException? last = null;
        foreach (var candidate in candidates)
        {
            var spec = State.Spec!;
            var request = new LeaseRequest(Id, spec.Model, checked(spec.MaxPromptTokens + spec.MaxCompletionTokens),
                candidate.Offer.Prices, spec.LeastTier, market.FeeBps, spec.Deadline);
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
        candidate.Offer.Prices.MaxCharge(spec.MaxPromptTokens, spec.MaxCompletionTokens);
}
