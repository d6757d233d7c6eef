using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Audit;

/// <summary>A channel's receipts on their way to settlement: none lost, none doubled, and all together the charges (I1, I6, I8).</summary>
internal static class OutboxAudit
{
    public static void Check(AccountAddress address, ChannelState state, BooksIndex index, AuditScope scope, FindingList findings)
    {
        var subject = $"channel {address}";
        var tally = index.Tallies.TryGetValue(address, out var known) ? known.Tally : null;
        var taken = tally?.LastNumber ?? 0;
        if (taken > state.ReceiptCount) findings.Add("I6", subject, $"charged {state.ReceiptCount} receipts, and settlement has taken {taken}");
        var kept = state.ReceiptCount - state.Unsettled.Length;
        if (taken < kept) findings.Add("I8", subject, $"receipts {taken + 1} to {kept} are neither in its outbox nor in settlement");

        var (number, charged) = (kept, state.Charged.Value - state.Unsettled.Aggregate(Int128.Zero, (sum, posted) => sum + posted.Line.Charge()));
        var unsent = Int128.Zero;
        foreach (var posted in state.Unsettled)
        {
            charged += posted.Line.Charge();
            CheckPosted(address, posted, ++number, charged, subject, findings);
            CheckPlace(posted, taken, index, subject, findings);
            if (posted.Number > taken) unsent += posted.Line.Charge();
            if (scope.Quiet && posted.ChargedAfter <= state.Vouched)
                findings.Add("I6", subject, $"receipt {posted.Number} is covered by the voucher and still in the outbox");
        }
        CheckCharged(state, tally, unsent, subject, findings);
    }

    private static void CheckPosted(AccountAddress address, PostedReceipt posted, long number, Int128 charged, string subject, FindingList findings)
    {
        if (posted.Number != number) findings.Add("I6", subject, $"receipt {posted.Number} is in the outbox where {number} comes next");
        if (posted.Line.Channel != address) findings.Add("I6", subject, $"has a receipt of channel {posted.Line.Channel} in its outbox");
        findings.Compare("I1", subject, $"the charges up to receipt {posted.Number} do not add up", charged, posted.ChargedAfter.Value);
    }

    /// <summary>A receipt may be in both places until the acknowledgement is stored; its number tells whether it is to be in settlement.</summary>
    private static void CheckPlace(PostedReceipt posted, long taken, BooksIndex index, string subject, FindingList findings)
    {
        var settled = index.Settled.TryGetValue(posted.Line.Job, out var place);
        if (!settled && posted.Number <= taken) findings.Add("I8", subject, $"settlement has taken receipts up to {taken}, but has lost number {posted.Number}, of job {posted.Line.Job}");
        else if (settled && posted.Number > taken) findings.Add("I6", subject, $"receipt {posted.Number} of job {posted.Line.Job} is in {place}, where only {taken} were taken");
        else if (settled && place.Line != posted.Line) findings.Add("I6", subject, $"receipt {posted.Number} of job {posted.Line.Job} is another one in {place}");
    }

    private static void CheckCharged(ChannelState state, ChannelTally? tally, Int128 unsent, string subject, FindingList findings) =>
        findings.Compare("I1", subject, "the charges of all receipts, settled and not, are not what was charged", state.Charged.Value, (tally?.Charged.Value ?? 0) + unsent);
}
