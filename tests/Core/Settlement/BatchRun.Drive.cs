using Cocoon.Core.Channels;
using Cocoon.Core.Settlement;
using Cocoon.Core.Money;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>What a shard does about its open batch, one look at the chain at a time.</summary>
internal sealed partial class BatchRun
{
    private const uint Validity = 60;

    private void Drive()
    {
        if (_state.Open is not { } batch) return;
        if (batch.Status == BatchStatus.Written) DriveClaims(batch);
        else DrivePayout(batch);
    }

    private void DriveClaims(Batch batch)
    {
        var missing = new List<Voucher>();
        foreach (var claim in batch.Claims.Select(claim => claim.Voucher).Where(voucher => _state.Channels[voucher.Channel].GivenUp < voucher.Seqno))
        {
            var facts = Facts(Number(claim.Channel));
            if (facts.Claimed >= claim.Amount) continue;
            if (facts.Closed) GiveUp(DifferenceKind.ClaimLost, claim);
            else missing.Add(claim);
        }
        if (missing.Count == 0)
        {
            Do(_model.Claimed(), Settlements.Claimed);
            return;
        }
        if (batch.ClaimAttempt is null || batch.ClaimAttempt.ValidUntil < _chain.Time) SignClaims();
        if (_state.Open!.ClaimsRefused < Settlements.MaxClaimsRefused) _chain.Send(_state.Open.ClaimAttempt!, batch, isPayout: false);
        else foreach (var claim in missing) GiveUp(DifferenceKind.ClaimRefused, claim);
    }

    private void DrivePayout(Batch batch)
    {
        var view = _chain.View;
        if (view.Seqno <= batch.Seqno)
        {
            Do(_model.PayoutGone(), Settlements.PayoutGone);
            if (batch.PayoutAttempt is null || batch.PayoutAttempt.ValidUntil < _chain.Time) SignPayout();
            _chain.Send(_state.Open!.PayoutAttempt!, _state.Open, isPayout: true);
            return;
        }
        var (use, transaction) = view.Uses[batch.Seqno];
        switch (use)
        {
            case SeqnoUse.Drawn:
                FollowDraws();
                break;
            case SeqnoUse.Failed:
                PayoutSeen(transaction, rejected: true);
                if (_chain.Block >= _state.Open!.Sighting!.Block + VaultChain.Finality) Do(_model.PayoutRejected(), Settlements.PayoutRejected);
                break;
            default:
                PayoutSeen(transaction, rejected: false);
                if (_chain.Block >= _state.Open!.Sighting!.Block + VaultChain.Finality) Confirm();
                break;
        }
    }

    private void PayoutSeen(byte transaction, bool rejected)
    {
        var sighting = new BatchSighting(Samples.Bytes(transaction), _chain.Block, rejected);
        Do(_model.PayoutSeen(transaction, _chain.Block, rejected), state => Settlements.PayoutSeen(state, sighting));
    }

    private void FollowDraws()
    {
        var (drawn, seqno) = (_chain.View.Drawn, _chain.View.Seqno);
        if (seqno <= _state.NextSeqno || _chain.View.Uses[seqno - 1] is not { Use: SeqnoUse.Drawn, Transaction: var transaction })
        {
            Do(_model.DrawsGone(), Settlements.DrawsGone);
            return;
        }
        var sighting = new DrawSighting(seqno, Samples.Bytes(transaction), _chain.Block);
        Do(_model.DrawsSeen(seqno, transaction, _chain.Block), state => Settlements.DrawsSeen(state, sighting));
        if (_chain.Block >= _state.Draws!.Block + VaultChain.Finality) AdoptDraws(drawn);
    }

    private void AdoptDraws(IReadOnlyDictionary<int, long> drawn) =>
        Do(_model.AdoptDraws(drawn), state => Settlements.AdoptDraws(state, drawn.ToDictionary(entry => Providers[entry.Key], entry => new Nano(entry.Value))));

    private void Confirm()
    {
        var claimed = (_state.Open?.Claims ?? []).ToDictionary(claim => Number(claim.Voucher.Channel), claim => _chain.View.Claimed.GetValueOrDefault(Number(claim.Voucher.Channel)));
        Do(_model.ClaimsFinal(claimed), state => Settlements.ClaimsFinal(state, claimed.ToDictionary(entry => Channels[entry.Key], entry => new Nano(entry.Value))));
        Batch? confirmed = null;
        Do(_model.Confirm(_chain.Time), state => Settlements.Confirm(state, _chain.Now, out confirmed));
        if (confirmed is not null) _settled.AddRange(confirmed.Receipts);
    }

    private void GiveUp(DifferenceKind kind, Voucher claim)
    {
        var claimed = _chain.View.Claimed.GetValueOrDefault(Number(claim.Channel));
        Do(_model.GiveUp(kind, Number(claim.Channel), claimed), state => Settlements.GiveUpClaim(state, kind, claim.Channel, new Nano(claimed), _chain.Now));
    }

    private void SignClaims()
    {
        var attempt = new ChainAttempt(Samples.Bytes(1), _chain.Time + Validity, _chain.View.WalletSeqno);
        Do(_model.ClaimSigned(attempt.ValidUntil, attempt.Seqno, _chain.Time), state => Settlements.ClaimSigned(state, attempt, _chain.Time));
    }

    private void SignPayout()
    {
        var attempt = new ChainAttempt(Samples.Bytes(2), _chain.Time + Validity, _model.Open?.Seqno ?? 0);
        Do(_model.PayoutSigned(attempt.ValidUntil, _chain.Time), state => Settlements.PayoutSigned(state, attempt, _chain.Time));
    }

    /// <summary>Steps at a wrong moment, which must be refused or break an invariant.</summary>
    private void Wild(int which)
    {
        var open = _model.Open;
        switch (which)
        {
            case 0 when open is not { IsClaimed: false }:
                Do(_model.Claimed(), Settlements.Claimed);
                break;
            case 1 when open is not { IsClaimed: true, Seen.Rejected: false }:
                Confirm();
                break;
            case 2 when open is not { IsClaimed: true, Seen.Rejected: true }:
                Do(_model.PayoutRejected(), Settlements.PayoutRejected);
                break;
            case 3 when open is not { IsClaimed: true }:
                Do(_model.PayoutSeen(99, 1, rejected: false), state => Settlements.PayoutSeen(state, new BatchSighting(Samples.Bytes(99), 1)));
                break;
            case 7 when _model.Draws is null:
                AdoptDraws(_chain.View.Drawn);
                break;
            case 4 when open is not { IsClaimed: false } || open.ClaimAttempt?.ValidUntil >= _chain.Time:
                SignClaims();
                break;
            case 5 when open is not { IsClaimed: true } || open.PayoutValidUntil >= _chain.Time:
                SignPayout();
                break;
            case 6 when open is not { IsClaimed: false }:
                GiveUp(DifferenceKind.ClaimLost, new Voucher(Channels[1], Nano.Zero, 0));
                break;
        }
    }
}
