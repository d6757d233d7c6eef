using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Simulation.Auditing;

/// <summary>
/// A second, simple model of one channel's books: sets and sums, fed with every stored record of the channel. It knows no
/// transition, only what may never happen between two records.
/// </summary>
internal sealed class ChannelWatch(AccountAddress channel, ChannelLimits limits, Action<string> violation)
{
    private readonly Dictionary<JobId, Nano> _held = [];
    private readonly Dictionary<JobId, HexBytes> _posted = [];
    private readonly HashSet<JobId> _ended = [];
    private Nano _charged;
    private long _handedOn;

    public ChannelState? State { get; private set; }

    /// <summary>For how long it has lived without a break; counted while the market rests.</summary>
    public int AliveSeconds { get; set; }

    /// <summary>Receipts that the channel has charged for.</summary>
    public IReadOnlyDictionary<JobId, HexBytes> Posted => _posted;

    /// <param name="next">The record as stored.</param>
    /// <param name="isSettled">Whether settlement has a receipt.</param>
    /// <param name="hasReceipt">Whether a job's own record has a receipt.</param>
    /// <param name="hasEnded">Whether a job's own record says that it is over.</param>
    /// <param name="chain">What the chain has shown so far.</param>
    public void Stored(ChannelState next, Func<HexBytes, bool> isSettled, Func<JobId, bool> hasReceipt, Func<JobId, bool> hasEnded, ChainWatch chain)
    {
        var before = State;
        Post(next, before?.ReceiptCount ?? 0, hasReceipt);
        FollowHolds(next, hasEnded);
        HandOn(next, before, isSettled);
        CheckSums(next);
        CheckDeposit(before, next, chain);
        if (before is not null) CheckGrowth(before, next);
        if (before is not null) CheckEnding(before, next, chain);
        State = next;
    }

    /// <summary>Holds that should have ended (I13).</summary>
    public void CheckHolds(DateTimeOffset latest)
    {
        if (State is null) return;
        foreach (var (job, hold) in State.Holds)
            if (hold.Deadline < latest) violation($"I13: {channel} still holds {hold.Amount} for job {job}, whose deadline was {hold.Deadline:T}");
    }

    private void Post(ChannelState next, long known, Func<JobId, bool> hasReceipt)
    {
        foreach (var posted in next.Unsettled)
        {
            if (posted.Number <= known) continue;
            var line = posted.Line;
            if (!_held.Remove(line.Job, out var hold)) violation($"I5: {channel} charged job {line.Job}, which held nothing");
            if (!_ended.Add(line.Job) || !_posted.TryAdd(line.Job, line.Hash)) violation($"I3: {channel} charged job {line.Job} although its hold had ended");
            if (!hasReceipt(line.Job)) violation($"I8: {channel} charged job {line.Job} for a receipt that is not stored");
            if (line.Pay + line.Fee > hold) violation($"I5: job {line.Job} was charged {line.Pay + line.Fee}, above its hold of {hold}");
            _charged += line.Pay + line.Fee;
            if (posted.ChargedAfter != _charged) violation($"I1: receipt {posted.Number} of {channel} stands at {posted.ChargedAfter}, its receipts add up to {_charged}");
        }
    }

    private void FollowHolds(ChannelState next, Func<JobId, bool> hasEnded)
    {
        foreach (var (job, hold) in next.Holds)
        {
            if (_held.TryGetValue(job, out var known))
            {
                if (known != hold.Amount) violation($"I3: the hold of job {job} changed from {known} to {hold.Amount}");
            }
            else if (_ended.Contains(job)) violation($"I5: job {job} holds again on {channel} after its hold had ended");
            else
            {
                _held.Add(job, hold.Amount);
                if (hasEnded(job)) violation($"I5: {channel} holds {hold.Amount} for job {job}, which is over");
            }
        }

        if (_held.Count == next.Holds.Count) return;
        foreach (var job in _held.Keys.Where(job => !next.Holds.ContainsKey(job)).ToArray())
        {
            _held.Remove(job);
            if (!_ended.Add(job)) violation($"I5: the hold of job {job} was released twice");
        }
    }

    /// <summary>What left the outbox has to be in settlement (I8).</summary>
    private void HandOn(ChannelState next, ChannelState? before, Func<HexBytes, bool> isSettled)
    {
        if (before is null) return;
        var first = next.Unsettled.IsEmpty ? next.ReceiptCount + 1 : next.Unsettled[0].Number;
        foreach (var posted in before.Unsettled)
        {
            if (posted.Number >= first) break;
            if (posted.Number <= _handedOn) violation($"I8: receipt {posted.Number} of {channel} came back into the outbox");
            _handedOn = posted.Number;
            if (!isSettled(posted.Line.Hash)) violation($"I8: {channel} dropped receipt {posted.Number} before settlement had it");
        }
    }

    private void CheckSums(ChannelState next)
    {
        var held = Nano.Zero;
        foreach (var hold in next.Holds.Values) held += hold.Amount;
        if (held != next.Held) violation($"I1: the holds of {channel} add up to {held}, not {next.Held}");
        if (next.Charged != _charged) violation($"I14: {channel} says {next.Charged} charged, its receipts add up to {_charged}");
        if (next.Phase == ChannelPhase.Closed) return;
        if (next.Ceiling < next.Charged + next.Held) violation($"I2: {channel} has {next.Charged} charged and {next.Held} held of {next.Ceiling}");
        if (next.Held.IsPositive && next.Available(limits).IsNegative) violation($"I2: {channel} has {next.Charged} charged and {next.Held} held of {next.Ceiling}, which leaves no reserve");
        if (next.Exposure > limits.CreditCap) violation($"I9: {channel} is exposed by {next.Exposure}, above {limits.CreditCap}");
        if (next.Vouched > next.Ceiling) violation($"I4: the voucher of {channel} reaches {next.Vouched} of {next.Ceiling}");
    }

    private void CheckGrowth(ChannelState before, ChannelState next)
    {
        if (next.Charged < before.Charged || next.ReceiptCount < before.ReceiptCount) violation($"I8: the charges of {channel} shrank");
        if (next.Deposit < before.Deposit) violation($"I1: the deposit of {channel} shrank from {before.Deposit} to {next.Deposit}");
        if (next.Vouched < before.Vouched) violation($"I4: the voucher of {channel} shrank from {before.Vouched} to {next.Vouched}");
        if (next.Voucher is { } voucher && before.Voucher is { } old && voucher != old && voucher.Voucher.Seqno <= old.Voucher.Seqno)
            violation($"I4: {channel} took voucher {voucher.Voucher.Seqno} after {old.Voucher.Seqno}");
    }

    /// <summary>A deposit counts so many blocks after it was first seen (I1).</summary>
    private void CheckDeposit(ChannelState? before, ChannelState next, ChainWatch chain)
    {
        var known = before?.Deposit ?? Nano.Zero;
        if (next.Deposit == known) return;
        if (before?.Seen is not { } seen || seen.Deposit < next.Deposit) violation($"I1: {channel} counts a deposit of {next.Deposit} at first sight");
        else if (chain.Highest < seen.Block + limits.FinalityBlocks) violation($"I1: {channel} counts a deposit of {next.Deposit}, seen in block {seen.Block}, at height {chain.Highest}");
    }

    /// <summary>What was signed for the owner binds the market: a withdrawal as long as it can be used, a close for good.</summary>
    private void CheckEnding(ChannelState before, ChannelState next, ChainWatch chain)
    {
        if (before.Permit is { } permit && next.Permit is null && chain.Clock <= permit.ValidUntil)
            violation($"I1: {channel} forgot a withdrawal that its owner can use until {permit.ValidUntil}");
        if (before.Permit is null && next.Permit is not null && next.Available(limits).IsNegative)
            violation($"I2: {channel} signed a withdrawal up to {next.Permit.Total} and has {next.Charged} charged and {next.Held} held of {next.Deposit}");
        if (next.Phase != ChannelPhase.Agreed || before.Phase is ChannelPhase.Agreed or ChannelPhase.Closed) return;
        if (!next.Holds.IsEmpty) violation($"I1: {channel} agreed to close with {next.Holds.Count} jobs running");
        if (next.Vouched < next.Charged) violation($"I1: {channel} agreed to close with {next.Charged} charged and a voucher for {next.Vouched}");
    }
}
