using Cocoon.Core.Channels;
using Cocoon.Core.Tests.Models;

namespace Cocoon.Core.Tests.Channels;

/// <summary>
/// A payment channel after the rules of design.md section 4 and ADR 0008, written a second time with nothing but numbers
/// and dictionaries. Amounts in nano, times in seconds.
/// </summary>
internal sealed class ChannelModel(ChannelLimits limits)
{
    private readonly Dictionary<int, (long Amount, long Deadline)> _holds = [];
    private readonly Dictionary<int, long?> _ended = [];
    private readonly List<(long Number, long Charge, long ChargedAfter)> _outbox = [];
    private long _withdrawn;
    private long _claimed;
    private long _receipts;
    private long _pushedSeqno;
    private (long Total, uint Block)? _coming;
    private ChannelPhase _phase;
    private DateTimeOffset? _closesAt;
    private DateTimeOffset? _keyChangesAt;
    private int _keyNumber;

    public long Deposit { get; private set; }

    public long Charged { get; private set; }

    public long Vouched { get; private set; }

    public long Seqno { get; private set; }

    public (long Total, long Until)? Permit { get; private set; }

    /// <summary>Every charge that was ever posted, by job.</summary>
    public Dictionary<int, long> Posted { get; } = [];

    private long Held => _holds.Values.Sum(hold => hold.Amount);

    private long Reach => Deposit - Math.Max(_withdrawn, Permit?.Total ?? 0);

    private long Free => Reach - limits.MinReserve.Value - Charged - Held;

    public ChannelFigures Figures => new(
        _phase, Deposit, _coming?.Total ?? 0, Charged, Held, _holds.Count, Vouched, Seqno, _receipts, _outbox.Count, Covered.Count(), HasPush,
        _withdrawn, Permit?.Total ?? 0, _claimed, Free, Charged + Held - Vouched, Math.Max(Charged, _claimed), _keyNumber, _phase == ChannelPhase.Closed ? null : new[] { _closesAt, _keyChangesAt }.Min());

    private IEnumerable<(long Number, long Charge, long ChargedAfter)> Covered => _outbox.TakeWhile(receipt => receipt.ChargedAfter <= Vouched);

    private bool HasPush => Seqno > 0 && (Seqno > _pushedSeqno || Covered.Any());

    public Expected Hold(int job, long amount, long deadline, long now)
    {
        if (_holds.TryGetValue(job, out var held)) return held == (amount, deadline) ? Expected.Same : Expected.Refused(RefusalCode.OperationConflict);
        if (_ended.ContainsKey(job)) return Expected.Refused(RefusalCode.HoldEnded);
        List<RefusalCode> reasons = [];
        if (amount < 0) reasons.Add(RefusalCode.AmountInvalid);
        if (deadline <= now || deadline - now > limits.MaxHoldTime.TotalSeconds) reasons.Add(RefusalCode.DeadlineInvalid);
        if (_phase != ChannelPhase.Open || _keyChangesAt is not null) reasons.Add(RefusalCode.ChannelClosing);
        if (_holds.Count >= limits.MaxHolds) reasons.Add(RefusalCode.TooManyHolds);
        if (amount > Free) reasons.Add(RefusalCode.InsufficientBalance);
        if (Charged + Held + amount - Vouched > limits.CreditCap.Value) reasons.Add(RefusalCode.VoucherRequired);
        if (reasons.Count > 0) return Expected.Refused(reasons);
        _holds[job] = (amount, deadline);
        return Expected.Changed;
    }

    public Expected Post(int job, long charge, WrongReceipt wrong)
    {
        if (_ended.TryGetValue(job, out var posted))
        {
            if (posted is null) return Expected.Refused(RefusalCode.HoldEnded);
            return posted == charge && wrong == WrongReceipt.No ? Expected.Same : Expected.Refused(RefusalCode.OperationConflict);
        }
        if (!_holds.TryGetValue(job, out var hold)) return Expected.Refused(RefusalCode.HoldUnknown);
        List<RefusalCode> reasons = [];
        if (wrong != WrongReceipt.No) reasons.Add(RefusalCode.WrongChannel);
        if (charge < 0) reasons.Add(RefusalCode.AmountInvalid);
        if (charge > hold.Amount) reasons.Add(RefusalCode.ChargeAboveHold);
        if (reasons.Count > 0) return Expected.Refused(reasons);
        _holds.Remove(job);
        _ended[job] = charge;
        Posted[job] = charge;
        Charged += charge;
        _outbox.Add((++_receipts, charge, Charged));
        return Expected.Changed;
    }

    public Expected Void(int job)
    {
        if (_ended.TryGetValue(job, out var posted)) return posted is null ? Expected.Same : Expected.Refused(RefusalCode.HoldEnded);
        _holds.Remove(job);
        _ended[job] = null;
        return Expected.Changed;
    }

    public Expected Expire(long now)
    {
        var late = _holds.Where(hold => hold.Value.Deadline <= now).Select(hold => hold.Key).ToList();
        foreach (var job in late) Void(job);
        return Expected.ChangedIf(late.Count > 0);
    }

    public Expected Vouch(long amount, long seqno, bool stranger)
    {
        if (stranger) return Expected.Refused(RefusalCode.WrongChannel);
        if (Seqno > 0 && (amount, seqno) == (Vouched, Seqno)) return Expected.Same;
        List<RefusalCode> reasons = [];
        if (seqno <= Seqno || (Seqno > 0 && amount <= Vouched)) reasons.Add(RefusalCode.VoucherStale);
        if (amount <= 0) reasons.Add(RefusalCode.AmountInvalid);
        if (_phase == ChannelPhase.Closed) reasons.Add(RefusalCode.ChannelClosing);
        if (amount > Reach) reasons.Add(RefusalCode.VoucherAboveDeposit);
        if (amount > Charged + Held) reasons.Add(RefusalCode.VoucherAboveOwed);
        if (reasons.Count > 0) return Expected.Refused(reasons);
        (Vouched, Seqno) = (amount, seqno);
        return Expected.Changed;
    }

    /// <summary>Number of the last of the first so many covered receipts; what was acknowledged last when there are none.</summary>
    public long LastCovered(int most) => Covered.Take(most).Select(receipt => receipt.Number).LastOrDefault(_receipts - _outbox.Count);

    public long Receipts => _receipts;

    /// <summary>One of the running jobs; null when there are not so many.</summary>
    public int? Running(int nth) => _holds.Count > nth ? _holds.Keys.Order().ElementAt(nth) : null;

    public Expected Acknowledge(long upTo, long seqno)
    {
        if (upTo > _receipts) return Expected.Breaks("I6");
        var gone = _outbox.RemoveAll(receipt => receipt.Number <= upTo);
        var newer = seqno > _pushedSeqno;
        _pushedSeqno = Math.Max(_pushedSeqno, seqno);
        return Expected.ChangedIf(gone > 0 || newer);
    }

    public Expected Drain()
    {
        if (_phase != ChannelPhase.Open) return Expected.Same;
        _phase = ChannelPhase.Draining;
        return Expected.Changed;
    }

    public Expected Reopen()
    {
        if (_phase is not (ChannelPhase.Open or ChannelPhase.Draining)) return Expected.Refused(RefusalCode.ChannelClosing);
        var changes = _phase == ChannelPhase.Draining;
        _phase = ChannelPhase.Open;
        return Expected.ChangedIf(changes);
    }

    public Expected Agree()
    {
        if (_phase == ChannelPhase.Agreed) return Expected.Same;
        List<RefusalCode> reasons = [];
        if (_phase is ChannelPhase.Closed or ChannelPhase.Open) reasons.Add(RefusalCode.ChannelClosing);
        if (_holds.Count > 0) reasons.Add(RefusalCode.ChannelBusy);
        if (Vouched < Charged) reasons.Add(RefusalCode.VoucherRequired);
        if (reasons.Count > 0) return Expected.Refused(reasons);
        _phase = ChannelPhase.Agreed;
        return Expected.Changed;
    }

    public Expected AskPermit(long amount, long until)
    {
        if (amount <= 0) return Expected.Refused(RefusalCode.AmountInvalid);
        if (Permit is { } permit) return permit.Total == _withdrawn + amount ? Expected.Same : Expected.Refused(RefusalCode.OperationConflict);
        List<RefusalCode> reasons = [];
        if (_phase != ChannelPhase.Open) reasons.Add(RefusalCode.ChannelClosing);
        if (amount > Free || amount > Reach - limits.MinReserve.Value - Vouched) reasons.Add(RefusalCode.InsufficientBalance);
        if (reasons.Count > 0) return Expected.Refused(reasons);
        Permit = (_withdrawn + amount, until);
        return Expected.Changed;
    }

    public Expected Look(ChannelFacts facts, WrongFacts wrong, long now)
    {
        var (deposit, withdrawn) = (facts.Deposit.Value, facts.Withdrawn.Value);
        List<RefusalCode> reasons = [];
        if (wrong is WrongFacts.Client or WrongFacts.Vault or WrongFacts.Contract or WrongFacts.Key) reasons.Add(RefusalCode.ChannelMismatch);
        if (!facts.Closed && withdrawn > Math.Max(_withdrawn, Permit?.Total ?? 0)) reasons.Add(RefusalCode.ChannelMismatch);
        if (deposit < 0) reasons.Add(RefusalCode.AmountInvalid);
        if (deposit < Deposit) reasons.Add(RefusalCode.DepositShrank);
        if (reasons.Count > 0) return Expected.Refused(reasons);

        var before = (Figures, _coming, Permit, _closesAt, _keyChangesAt);
        SeeDeposit(deposit, facts.Block);
        if (!facts.Closed) _withdrawn = withdrawn;
        // Two minutes longer than it can be used: a reorganisation may bring it back.
        if (Permit is { } permit && now > permit.Until + 120) Permit = null;
        _claimed = facts.Claimed.Value;
        (_closesAt, _keyChangesAt) = (facts.ClosesAt, facts.KeyChangesAt);
        _keyNumber = facts.VoucherKey.ToArray()[0] - 50;
        if (facts.Closed) _phase = ChannelPhase.Closed;
        else if (_phase is ChannelPhase.Closed or ChannelPhase.Agreed) _phase = ChannelPhase.Agreed;
        else if (facts.ClosesAt is not null) _phase = ChannelPhase.Closing;
        else if (_phase == ChannelPhase.Closing) _phase = ChannelPhase.Open;
        return Expected.ChangedIf(before != (Figures, _coming, Permit, _closesAt, _keyChangesAt));
    }

    /// <summary>A larger deposit counts some blocks after it was first seen, if it is still shown (ADR 0008).</summary>
    private void SeeDeposit(long deposit, uint block)
    {
        if (_coming is { } gone && (deposit < gone.Total || block < gone.Block)) _coming = null;
        if (_coming is { } final && block >= final.Block + limits.FinalityBlocks) (Deposit, _coming) = (final.Total, null);
        if (_coming is null && deposit > Deposit) _coming = (deposit, block);
    }
}
