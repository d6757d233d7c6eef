using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Core.Audit;

/// <summary>A channel's balances, holds and voucher (I1, I2, I4, I5, I9, I13).</summary>
internal static class ChannelAudit
{
    public static void Check(AccountAddress address, ChannelState state, BooksIndex index, AuditScope scope, FindingList findings)
    {
        var subject = $"channel {address}";
        if (state.IsOpen && state.Channel != address) findings.Add("I3", subject, $"has the record of channel {state.Channel}");
        CheckBalances(state, scope.Limits, subject, findings);
        CheckVoucher(state, index.Tallies.TryGetValue(address, out var known) ? known.Tally.Voucher.Voucher : null, scope.Quiet, subject, findings);
        foreach (var (job, hold) in state.Holds) CheckHold(job, hold, index.Books.Jobs.GetValueOrDefault(job), scope, subject, findings);
        CheckEnded(state, index, subject, findings);
    }

    private static void CheckBalances(ChannelState state, ChannelLimits? limits, string subject, FindingList findings)
    {
        if (state.Charged.IsNegative || state.Deposit.IsNegative || state.Held.IsNegative || state.Withdrawn.IsNegative || state.Claimed.IsNegative)
            findings.Add("I1", subject, $"has a negative total: deposit {state.Deposit}, charged {state.Charged}, held {state.Held}, withdrawn {state.Withdrawn}, claimed {state.Claimed}");
        findings.Compare("I1", subject, "the holds do not add up", state.Holds.Values.Select(hold => hold.Amount).Sum(), state.Held.Value);
        var reserved = Nano.Max(state.Withdrawn, state.Permit?.Total ?? Nano.Zero);
        var ceiling = (Int128)state.Deposit.Value - reserved.Value;
        if ((Int128)state.Charged.Value + state.Held.Value > ceiling)
            findings.Add("I2", subject, $"charged {state.Charged} and holds {state.Held} of a deposit of {state.Deposit}, of which {reserved} may be withdrawn");
        if (state.Vouched.Value > ceiling) findings.Add("I4", subject, $"has a voucher for {state.Vouched} and a deposit of {state.Deposit}, of which {reserved} may be withdrawn");
        var deposit = Nano.Max(state.Deposit, state.Seen?.Deposit ?? Nano.Zero);
        if ((Int128)state.Claimed.Value + state.Withdrawn.Value > deposit.Value)
            findings.Add("I1", subject, $"{state.Claimed} claimed and {state.Withdrawn} withdrawn are more than the deposit of {deposit}");
        if (limits is not null && (Int128)state.Charged.Value + state.Held.Value - state.Vouched.Value > limits.CreditCap.Value)
            findings.Add("I9", subject, $"charged {state.Charged} and holds {state.Held} against a voucher for {state.Vouched}: more than the credit cap of {limits.CreditCap}");
    }

    private static void CheckVoucher(ChannelState state, Voucher? settled, bool quiet, string subject, FindingList findings)
    {
        var (seqno, amount) = (state.Voucher?.Voucher.Seqno ?? 0, state.Vouched);
        if (state.Voucher is { } signed && signed.Voucher.Channel != state.Channel) findings.Add("I4", subject, $"has a voucher of channel {signed.Voucher.Channel}");
        if (settled is not null && (settled.Seqno > seqno || settled.Amount > amount))
            findings.Add("I4", subject, $"its newest voucher is {amount} with seqno {seqno}, settlement has {settled.Amount} with seqno {settled.Seqno}");
        if (state.PushedVoucherSeqno > (settled?.Seqno ?? 0))
            findings.Add("I8", subject, $"settlement acknowledged voucher {state.PushedVoucherSeqno} and has {(settled is null ? "none" : $"voucher {settled.Seqno}")}");
        if (quiet && state.PushedVoucherSeqno != seqno) findings.Add("I8", subject, $"voucher {seqno} was not handed to settlement");
    }

    private static void CheckHold(JobId id, Hold hold, JobState? job, AuditScope scope, string subject, FindingList findings)
    {
        if (hold.Amount.IsNegative) findings.Add("I5", subject, $"the hold of job {id} is negative");
        // A job is not written down while its hold is all there is of it.
        if (job?.Status == JobStatus.Receipted) findings.Add("I5", subject, $"still holds {hold.Amount} for job {id}, which is charged");
        else if (job is not null && job.Status != JobStatus.None && (job.Hold != hold.Amount || job.Spec?.Deadline != hold.Deadline))
            findings.Add("I5", subject, $"holds {hold.Amount} until {hold.Deadline:u} for job {id}, which asked for {job.Hold} until {job.Spec?.Deadline:u}");
        if (scope.Quiet && hold.Deadline <= scope.Now) findings.Add("I13", subject, $"still holds {hold.Amount} for job {id}, whose deadline was {hold.Deadline:u}");
    }

    private static void CheckEnded(ChannelState state, BooksIndex index, string subject, FindingList findings)
    {
        var seen = new HashSet<JobId>();
        foreach (var ended in state.Ended)
        {
            if (!seen.Add(ended.Job)) findings.Add("I5", subject, $"released the hold of job {ended.Job} twice");
            if (state.Holds.ContainsKey(ended.Job)) findings.Add("I5", subject, $"holds money for job {ended.Job} again, after it was released");
            if (ended.Ending == HoldEnding.Posted)
            {
                if (ended.ReceiptHash != index.ReceiptHash(ended.Job)) findings.Add("I3", subject, $"charged job {ended.Job} with a receipt that is not the job's");
                if (ended.ReceiptNumber is < 1 || ended.ReceiptNumber > state.ReceiptCount) findings.Add("I6", subject, $"charged job {ended.Job} as number {ended.ReceiptNumber} of {state.ReceiptCount}");
            }
            else if (index.Settled.ContainsKey(ended.Job) || index.Outbox.ContainsKey(ended.Job))
                findings.Add("I5", subject, $"released the hold of job {ended.Job} without a charge ({ended.Ending}), and charged it");
        }
    }
}
