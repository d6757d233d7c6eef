using System.Collections.Immutable;
using Cocoon.Core.Jobs;

namespace Cocoon.Simulation.Linearizability;

/// <summary>A payment channel between two calls: numbers and jobs. Immutable; amounts in nano.</summary>
public sealed class ChannelBooks : IEquatable<ChannelBooks>
{
    private readonly ImmutableDictionary<JobId, HeldJob> _jobs;

    /// <summary>A sum over all jobs, kept up to date because books are compared after every step of a search.</summary>
    private readonly int _jobsHash;

    /// <param name="deposit">What counts as deposited before the history.</param>
    public ChannelBooks(long deposit) : this(deposit, 0, 0, 0, 0, 0, 0, ImmutableDictionary<JobId, HeldJob>.Empty, 0)
    {
    }

    private ChannelBooks(
        long deposit, long charged, long held, long vouched, uint voucherSeqno, long receiptCount, int holds, ImmutableDictionary<JobId, HeldJob> jobs, int jobsHash)
    {
        (Deposit, Charged, Held, Vouched, VoucherSeqno, ReceiptCount, Holds) = (deposit, charged, held, vouched, voucherSeqno, receiptCount, holds);
        (_jobs, _jobsHash) = (jobs, jobsHash);
    }

    public long Deposit { get; }

    public long Charged { get; }

    public long Held { get; }

    public long Vouched { get; }

    public uint VoucherSeqno { get; }

    public long ReceiptCount { get; }

    /// <summary>Holds that have not ended.</summary>
    public int Holds { get; }

    public HeldJob? Find(JobId job) => _jobs.TryGetValue(job, out var known) ? known : null;

    public ChannelBooks WithDeposit(long total) => new(total, Charged, Held, Vouched, VoucherSeqno, ReceiptCount, Holds, _jobs, _jobsHash);

    public ChannelBooks WithVoucher(long amount, uint seqno) => new(Deposit, Charged, Held, amount, seqno, ReceiptCount, Holds, _jobs, _jobsHash);

    public ChannelBooks WithHold(JobId job, long amount) => With(job, new HeldJob(amount, null, false), 0, amount);

    /// <summary>The job's hold has ended, with a charge or without one; also of a job that was never held.</summary>
    public ChannelBooks WithEnd(JobId job, long? charge)
    {
        var known = Find(job);
        return With(job, new HeldJob(known?.Amount ?? 0, charge, true), charge ?? 0, -(known?.Amount ?? 0));
    }

    public bool Equals(ChannelBooks? other)
    {
        if (other is null || _jobsHash != other._jobsHash || Numbers != other.Numbers || _jobs.Count != other._jobs.Count) return false;
        if (ReferenceEquals(_jobs, other._jobs)) return true;
        foreach (var (job, known) in _jobs)
            if (other.Find(job) != known) return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ChannelBooks);

    public override int GetHashCode() => HashCode.Combine(Numbers, _jobsHash);

    private (long, long, long, long, uint, long, int) Numbers => (Deposit, Charged, Held, Vouched, VoucherSeqno, ReceiptCount, Holds);

    private ChannelBooks With(JobId job, HeldJob after, long charge, long held)
    {
        var before = Find(job);
        var hash = unchecked(_jobsHash + HashCode.Combine(job, after) - (before is { } known ? HashCode.Combine(job, known) : 0));
        var holds = Holds + (after.IsOver ? 0 : 1) - (before is { IsOver: false } ? 1 : 0);
        var receipts = ReceiptCount + (after.Charge is null ? 0 : 1);
        return new(Deposit, Charged + charge, Held + held, Vouched, VoucherSeqno, receipts, holds, _jobs.SetItem(job, after), hash);
    }
}
