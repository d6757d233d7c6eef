using Cocoon.Core.Channels;

namespace Cocoon.Core.Audit;

/// <summary>The books against what clients remember: nothing they were told is lost, nothing is there that they did not sign (I4, I8).</summary>
internal static class ClientAudit
{
    public static void Check(BooksIndex index, ClientMemory clients, FindingList findings)
    {
        foreach (var (job, hash) in clients.Receipts)
        {
            var charged = index.Settled.TryGetValue(job, out var settled) ? settled.Line.Hash : index.Outbox.TryGetValue(job, out var posted) ? posted.Line.Hash : default;
            if (charged.IsEmpty) findings.Add("I8", $"job {job}", "its receipt was given to the client and is lost");
            else if (charged != hash) findings.Add("I3", $"job {job}", "the client was given another receipt than the one charged");
        }
        foreach (var (channel, voucher) in clients.Taken)
        {
            var kept = index.Books.Channels.GetValueOrDefault(channel)?.Voucher?.Voucher;
            if (kept is null || kept.Seqno < voucher.Seqno || kept.Amount < voucher.Amount) findings.Add("I8", $"channel {channel}", $"took voucher {voucher.Seqno} for {voucher.Amount} and has {Describe(kept)}");
        }
        foreach (var (channel, voucher) in clients.Signed)
        {
            var kept = index.Books.Channels.GetValueOrDefault(channel)?.Voucher?.Voucher;
            if (kept is not null && (kept.Seqno > voucher.Seqno || kept.Amount > voucher.Amount)) findings.Add("I4", $"channel {channel}", $"has {Describe(kept)}, and the client never signed more than voucher {voucher.Seqno} for {voucher.Amount}");
        }
    }

    private static string Describe(Voucher? voucher) => voucher is null ? "none" : $"voucher {voucher.Seqno} for {voucher.Amount}";
}
