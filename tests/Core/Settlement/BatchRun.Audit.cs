using Cocoon.Core.Settlement;
using Cocoon.Core.Tests.Models;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>What must hold after every command, and at the end.</summary>
internal sealed partial class BatchRun
{
    /// <summary>
    /// When nothing goes wrong any more, all that the shard took is settled: every receipt is in one batch (I6, I8) and
    /// every provider has on chain exactly what it earned.
    /// </summary>
    public void Finish()
    {
        for (var round = 0; round < 60 && !IsSettled; round++)
        {
            CompareWithChain(WrongVault.No);
            while (_model.Differences.Count > 0) Take(new BatchCommand.Resolve());
            Take(new BatchCommand.Cut(0));
            Drive();
            _chain.Deliver(0, fails: false);
            _chain.Pass(round % 3 == 0 ? 70 : 5);
            Compare();
            Require();
        }
        Must(IsSettled, "settlement comes to an end");
        Must(_state is { Open: null, Pending.IsEmpty: true } && _model.Providers.Values.All(tally => tally.Owed == 0) && !_model.Unclaimed.Any(), "nothing is left to do");
        Must(_settled.DistinctBy(line => line.Hash).Count() == _model.Channels.Values.Sum(channel => channel.Last), "I6: every receipt is in one batch");
        foreach (var (provider, tally) in _model.Providers)
            Must(_chain.View.Paid.GetValueOrDefault(provider) + _chain.View.Drawn.GetValueOrDefault(provider) == tally.Earned, $"I1: p{provider} has what it earned");
    }

    private bool IsSettled => Settlements.IsIdle(_state);

    /// <summary>Every figure of the real books against the model's.</summary>
    private void Compare()
    {
        Must(_state.Channels.Count == _model.Channels.Count && _state.Providers.Count == _model.Providers.Count, "the same channels and providers");
        foreach (var (channel, known) in _model.Channels)
        {
            var real = _state.Channels[Channels[channel]];
            Must((real.LastNumber, real.Voucher.Voucher.Amount.Value, real.Voucher.Voucher.Seqno, real.Claimed.Value, real.ClaimBy, real.Charged.Value, real.GivenUp)
                == (known.Last, known.Signed, known.Seqno, known.Claimed, known.ClaimBy, known.Charged, known.GivenUp), $"c{channel} is as expected");
        }
        foreach (var (provider, known) in _model.Providers)
        {
            var real = _state.Providers[Providers[provider]];
            Must((real.Accepted.Value, real.Earned.Value, real.Paid.Value, real.Drawn.Value, real.OwedSince)
                == (known.Accepted, known.Earned, known.Paid, known.Drawn, known.OwedSince is { } since ? Samples.Now.AddSeconds(since) : null), $"p{provider} is as expected");
        }
        Must(_state.Pending.SequenceEqual(_model.Pending), "the pending receipts are as expected");
        Must((_state.NextSeqno, _state.Fees.Value, _state.Bonuses.Value) == (_model.NextSeqno, _model.Fees, _model.Bonuses), "seqno, fees and bonuses are as expected");
        Must(_state.Differences.Select(difference => (difference.Kind, difference.Account == Samples.Vault ? 0 : Number(difference.Account)))
            .SequenceEqual(_model.Differences.Select(difference => (difference.Kind, difference.Channel))), "the differences are as expected");
        Must((_state.Draws?.Seqno, _state.Draws?.Block) == (_model.Draws?.Seqno, _model.Draws?.Block), "the draws on their way are as expected");
        Must(_state.Open is null == _model.Open is null, "a batch is open as expected");
        if (_model.Open is { } open) CompareOpen(_state.Open!, open);
    }

    private void CompareOpen(Batch real, ModelBatch open)
    {
        Must((real.Seqno, real.Status == BatchStatus.Claimed, real.ClaimsRefused, real.PayoutAttempt?.ValidUntil, real.Sighting?.Block, real.Sighting?.Rejected)
            == (open.Seqno, open.IsClaimed, open.Refused, open.PayoutValidUntil, open.Seen?.Block, open.Seen?.Rejected), "the batch is as far as expected");
        Must(real.Receipts.SequenceEqual(open.Receipts), "the batch's receipts are the oldest ones");
        Must(real.Claims.Count == open.Claims.Count && real.Claims.All(claim => open.Claims.GetValueOrDefault(Number(claim.Voucher.Channel)) == (claim.Voucher.Amount.Value, claim.Voucher.Seqno)), "the claims are as expected");
        Must(real.Payouts.Count == open.Payouts.Count && real.Payouts.All(payout => open.Payouts.GetValueOrDefault(Number(payout.Provider)) == payout.Amount.Value), "the payouts are as expected");
        foreach (var entry in real.Earnings)
        {
            var tally = _model.Providers[Number(entry.Provider)];
            Must(entry.Earned.Value == tally.Earned && entry.Guaranteed.Value == tally.Earned - tally.Paid - open.Payouts.GetValueOrDefault(Number(entry.Provider)), "the earnings are as expected");
        }
    }

    /// <summary>The invariants of design.md section 4, from books and chain.</summary>
    private void Require()
    {
        Settlements.Check(_state);
        Must(_model.Channels.Values.Sum(channel => channel.Charged) == _model.Providers.Values.Sum(tally => tally.Accepted) + _state.Fees.Value, "I10: pay and fees are the charges");
        Must(_settled.Count + (_state.Open?.Receipts.Count ?? 0) + _state.Pending.Count == _state.ReceiptCount, "I6: every receipt is in one place");
        Must(_state.ReceiptCount == _model.Channels.Values.Sum(channel => channel.Last), "I8: no receipt that was taken is lost");
        foreach (var (provider, tally) in _model.Providers)
        {
            var (paid, drawn) = (_chain.View.Paid.GetValueOrDefault(provider), _chain.View.Drawn.GetValueOrDefault(provider));
            Must(paid + drawn <= tally.Earned, $"I1: p{provider} never gets more than it earned");
            Must(tally.Paid <= paid && tally.Drawn <= drawn, $"I7: what the books call paid to p{provider} is on chain");
        }
    }

    private static void Must(bool holds, string what)
    {
        if (!holds) throw new ModelException($"this does not hold: {what}");
    }
}
