using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Events;

namespace Cocoon.Grains.Jobs;

/// <summary>How a job ends: charged, failed, or found out about when somebody asks.</summary>
public sealed partial class JobGrain
{
    /// <summary>Set by versions before ADR 0012, whose jobs still end by it.</summary>
    private const string Reminder = "finish";

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await Resolve();
        var isOver = Known.IsFinal || Known.Status == JobStatus.None || _isCharged;
        if (isOver && await this.GetReminder(Reminder) is { } reminder) await this.UnregisterReminder(reminder);
    }

    /// <summary>
    /// Goes on from where the record ends: a receipt is charged if its hold still stands, and what is past its deadline has
    /// failed. Nothing calls this by itself, since nothing but the hold has to end, and that does.
    /// </summary>
    private async Task Resolve()
    {
        if (Known.IsFinal || _isCharged) return;
        await Refresh();
        try
        {
            if (Known.Status == JobStatus.Completed) await Charge();
            else if (Known is { IsFinal: false, Spec: { } spec } late && spec.Deadline <= Time.GetUtcNow())
                await Abandon(late, new Refusal(RefusalCode.DeadlineInvalid, "The job's deadline passed without a receipt; nothing is charged."));
        }
        catch (RefusedException)
        {
            // The channel knew better. Either the job has failed now, or another life of this grain has charged it.
            if (!Known.IsFinal) await Reread();
        }
    }

    /// <summary>Posts the stored receipt. The post is idempotent, so it may follow a crash.</summary>
    private async Task<JobBill> Charge()
    {
        var receipt = State.Receipt!;
        using var span = MarketTrace.Start("cocoon.post", Id);
        try
        {
            var channel = await GrainFactory.Channel(receipt.Receipt.Channel).Post(receipt);
            await CloseOut(isNews: !_isCharged);
            _isCharged = true;
            return new JobBill(receipt, channel.Charged);
        }
        catch (RefusedException refused) when (State.Status == JobStatus.Completed && !_isCharged && refused.Code != RefusalCode.ChannelNotOpen)
        {
            // The channel has decided: the hold ended before the receipt came. The provider reads why in its log.
            LogNotCharged(Id, refused.Code, refused.Message);
            await Commit(state => Job.Fail(state, refused.Refusal));
            TellFailed();
            await CloseOut(isNews: true);
            throw;
        }
    }

    /// <summary>Receipt and charge stand, so nobody can tell any more which jobs are drawn. Nobody waits for the audit.</summary>
    private Task MayAudit(SignedReceipt receipt) => State is { Spec: { IsDeterministic: true } spec, Lease: { } lease } && signer.IsAudited(Id, market.Incentives.AuditBps)
        ? GrainFactory.AuditLane(Id).Audit(new AuditCase(receipt, spec.MaxCompletionTokens) { IsEdge = lease.IsEdge })
        : Task.CompletedTask;

    /// <summary>Ends a job without a charge: the hold first, so that what has failed holds nothing.</summary>
    private async Task Abandon(JobState job, Refusal reason)
    {
        if (job.IsFinal) return;
        try
        {
            await GrainFactory.Channel(job.Spec!.Channel).Void(Id);
        }
        catch (RefusedException refused) when (refused.Code == RefusalCode.ChannelNotOpen)
        {
            // A channel without books holds nothing.
        }
        await Commit(state => Job.Fail(Or(state, job), reason));
        TellFailed();
        await CloseOut(isNews: true);
    }

    /// <summary>The provider's twin, unless the lease is so fresh that it was asked just now.</summary>
    private async Task RequireTrust(JobState job, bool isFresh)
    {
        if (isFresh) return;
        try
        {
            await GrainFactory.Provider(job.Lease!.Provider).Confirm(job.Lease.Epoch);
        }
        catch (RefusedException refused)
        {
            await Abandon(job, refused.Refusal);
            throw;
        }
    }

    /// <summary>Takes the market's own word from the provider's hands, since this activation knows nothing of the job.</summary>
    private async Task Recall(JobOrder order)
    {
        if (order.Lease.Job != Id || !signer.IsSealed(order)) throw new RefusedException(RefusalCode.ReceiptForged, "The order that came with the receipt is not this market's.");
        if (order.Spec.Deadline <= Time.GetUtcNow()) throw new RefusedException(RefusalCode.DeadlineInvalid, "The job's deadline has passed; nothing is charged.");
        var running = new JobState { Status = JobStatus.Running, Spec = order.Spec, Hold = order.Hold, Lease = order.Lease };
        await RequireTrust(running, isFresh: false);
        _unstored = running;
    }

    /// <summary>Nothing hangs on it and nobody waits: a lease that is not released expires.</summary>
    private Task CloseOut(bool isNews)
    {
        _unstored = null;
        DelayDeactivation(TimeSpan.Zero);
        return isNews && State.Lease is { } lease ? GrainFactory.Provider(lease.Provider).End(EndOf(State, _toFirstToken)) : Task.CompletedTask;
    }

    /// <summary>What the end of this job says of its provider.</summary>
    private static JobEnd EndOf(JobState job, TimeSpan? toFirstToken)
    {
        var (spec, receipt) = (job.Spec!, job.Receipt?.Receipt);
        return receipt is null || job.Status == JobStatus.Failed
            ? new JobEnd(job.Lease!.Job, spec.Model, spec.Client, FateOf(job.Failure), job.Failure?.Code ?? RefusalCode.None, default, Nano.Zero, null, TimeSpan.Zero)
            : new JobEnd(receipt.Job, spec.Model, spec.Client, FateOf(receipt.Ending), RefusalCode.None, receipt.Tokens, receipt.Charge, toFirstToken, receipt.EndedAt - receipt.StartedAt);
    }

    private static JobFate FateOf(JobEnding ending) => ending switch
    {
        JobEnding.Cancelled => JobFate.Cancelled,
        JobEnding.Interrupted => JobFate.CutOff,
        _ => JobFate.Delivered,
    };

    /// <summary>Only what the provider answers for counts as a failure: not what the caller asked for, or gave back.</summary>
    private static JobFate FateOf(Refusal? failure) => failure?.Code switch
    {
        RefusalCode.EngineFailed or RefusalCode.DeadlinePassed or RefusalCode.DeadlineInvalid or RefusalCode.ProviderBusy or RefusalCode.AppraisalRevoked => JobFate.Failed,
        _ => JobFate.Unused,
    };
}
