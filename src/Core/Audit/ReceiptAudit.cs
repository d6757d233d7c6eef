using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Audit;

/// <summary>Every receipt that was charged is its job's own, and pay and fee make its charge (I3, I6, I10).</summary>
internal static class ReceiptAudit
{
    public static void Check(BooksIndex index, FindingList findings)
    {
        foreach (var settled in index.Settled.Values) Check(settled.Line, index, findings);
        foreach (var posted in index.Outbox.Values)
            if (!index.Settled.ContainsKey(posted.Line.Job)) Check(posted.Line, index, findings);
    }

    private static void Check(ReceiptLine line, BooksIndex index, FindingList findings)
    {
        if (!index.Books.Jobs.TryGetValue(line.Job, out var job) || job.Receipt is not { } signed)
        {
            findings.Add("I6", Subject(line.Job), "is charged and has no receipt in its record");
            return;
        }
        var receipt = signed.Receipt;
        if (line.Pay.IsNegative || line.Fee.IsNegative || line.Bonus.IsNegative) findings.Add("I10", Subject(line.Job), $"pays {line.Pay}, {line.Bonus} of it as a bonus, with a fee of {line.Fee}");
        if (line.Hash != index.ReceiptHash(line.Job)) findings.Add("I3", Subject(line.Job), "was charged with another receipt than its own");
        else if (receipt.Charge.IsNegative || !receipt.HasFairShares || line.Charge() != receipt.Charge.Value || line.Bonus != receipt.Bonus || line.Fee != receipt.Fee - receipt.Bonus)
            findings.Add("I10", Subject(line.Job), $"pays {line.Pay} with a fee of {line.Fee}, and its receipt charges {receipt.Charge} at {receipt.FeeBps} basis points with a bonus of {receipt.BonusBps}");
        else if (line.Channel != receipt.Channel || line.Provider != receipt.Provider || line.EndedAt != receipt.EndedAt)
            findings.Add("I6", Subject(line.Job), "was settled for another channel, provider or time than its receipt names");
    }

    private static string Subject(JobId id) => $"job {id}";
}
