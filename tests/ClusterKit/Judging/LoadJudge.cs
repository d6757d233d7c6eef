using System.Globalization;
using Cocoon.ClusterKit.Load;
using Cocoon.Core.Audit;
using Cocoon.Core.Jobs;

namespace Cocoon.ClusterKit.Judging;

/// <summary>
/// Holds what callers saw against what is stored. The books' own invariants are <see cref="BooksAudit"/>'s; here is what
/// only the callers can know: that each was charged once, for what it asked, and what its failures were about. Pure.
/// </summary>
internal static class LoadJudge
{
    /// <param name="log">What the callers saw: all there ever were on these books.</param>
    /// <param name="books">The stored records, afterwards.</param>
    /// <param name="outages">When processes were killed.</param>
    /// <returns>What is wrong; empty when all is well.</returns>
    public static IReadOnlyList<string> Check(LoadLog log, Books books, IReadOnlyList<Outage> outages)
    {
        var wrongs = new List<string>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in log.Records)
        {
            asked.UnionWith(record.Jobs);
            var charged = Charged(record, books);
            if (charged.Count > 1) wrongs.Add($"request {record.Number} was charged {charged.Count} times, as jobs {string.Join(", ", charged)}");
            if (record.Receipted is { } job) CheckReceipt(record, job, books, wrongs);
            if (record.Outcome is LoadOutcome.Failed or LoadOutcome.BrokenOff && !IsExplained(record, outages)) wrongs.Add(Unexplained(record, outages));
        }
        wrongs.AddRange(books.Jobs.Where(job => job.Value.Receipt is not null && !asked.Contains(job.Key.ToString())).Select(job => $"job {job.Key} has a receipt, and nobody asked for it"));
        return wrongs;
    }

    /// <summary>What the callers remember, for the audit of the books.</summary>
    public static ClientMemory Memory(LoadLog log) => new()
    {
        Receipts = log.Records.Where(record => record.Receipted is not null).ToDictionary(record => Job(record.Receipted!), record => record.ReceiptHash),
        Taken = log.Vouchers.Where(voucher => voucher.TakenSeqno > 0).ToDictionary(voucher => voucher.Channel, voucher => new Core.Channels.Voucher(voucher.Channel, new(voucher.TakenNano), voucher.TakenSeqno)),
        Signed = log.Vouchers.Where(voucher => voucher.SignedSeqno > 0).ToDictionary(voucher => voucher.Channel, voucher => new Core.Channels.Voucher(voucher.Channel, new(voucher.SignedNano), voucher.SignedSeqno)),
    };

    /// <summary>Whether a failure is one that a kill brings: under way while a process was dead, or refused in so many words. How many of them were under way at the kill itself, the figures say.</summary>
    private static bool IsExplained(LoadRecord record, IReadOnlyList<Outage> outages) =>
        outages.Any(outage => outage.Overlaps(record)) || record.Errors.All(IsRefusal);

    /// <summary>An answer that says why: a 4xx, or "come back later". A 500, a timeout or a job of unknown fate is a bug or a dead process.</summary>
    public static bool IsRefusal(string error) => !error.EndsWith(" timeout", StringComparison.Ordinal) && !error.EndsWith(" idempotency_conflict", StringComparison.Ordinal) &&
        int.TryParse(error.AsSpan(0, Math.Min(3, error.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is (>= 400 and < 500) or 503 or 504;

    private static List<string> Charged(LoadRecord record, Books books) =>
        [.. record.Jobs.Where(job => books.Jobs.TryGetValue(Job(job), out var state) && state.Status is JobStatus.Completed or JobStatus.Receipted)];

    private static void CheckReceipt(LoadRecord record, string job, Books books, List<string> wrongs)
    {
        if (!record.Jobs.Contains(job)) wrongs.Add($"request {record.Number} got the receipt of job {job}, which is another's");
        else if (books.Jobs.GetValueOrDefault(Job(job))?.Receipt is not { } receipt) wrongs.Add($"request {record.Number} was given the receipt of job {job}, and the books have none");
        else if (receipt.Receipt.Charge.Value != record.ChargeNano) wrongs.Add($"request {record.Number} was told a charge of {record.ChargeNano} nano for job {job}, and the books say {receipt.Receipt.Charge}");
    }

    private static string Unexplained(LoadRecord record, IReadOnlyList<Outage> outages)
    {
        var before = outages.LastOrDefault(outage => outage.Killed < record.Sent);
        var since = before is null ? "with nothing dead" : string.Create(CultureInfo.InvariantCulture, $"sent {(record.Sent - before.Killed) / 1_000:0.0} s after the kill of {before.Process}");
        return string.Create(CultureInfo.InvariantCulture,
            $"request {record.Number} {(record.Outcome == LoadOutcome.BrokenOff ? "broke off" : "failed")}, {since}, after {(record.Ended - record.Sent) / 1_000:0.0} s ({string.Join("; ", record.Errors)})");
    }

    private static JobId Job(string id) => JobId.TryParse(id, out var job) ? job : throw new FormatException($"'{id}' is no job id.");
}
