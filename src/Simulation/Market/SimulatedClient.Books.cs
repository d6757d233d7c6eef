using Cocoon.Client;
using Cocoon.Client.Receipts;
using Cocoon.Core;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Grains;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Inference;
using Cocoon.Simulation.Crypto;
using Cocoon.Ton.Channels;

namespace Cocoon.Simulation.Market;

/// <summary>What the client owes, and how it pays.</summary>
internal sealed partial class SimulatedClient
{
    private static readonly ReceiptVerifier Verifier = new(SimulatedEd25519.Instance);
    private static readonly VoucherSigner Signer = new(SimulatedEd25519.Instance);

    private bool _keepsBooks;

    /// <summary>Looks after everything that is still open, until nothing is.</summary>
    private async Task KeepBooks()
    {
        _keepsBooks = true;
        while (!IsAtRest)
        {
            await _process.Delay(_market.IsResting ? TimeSpan.FromSeconds(5) : _dice.Between(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20)));
            foreach (var channel in Channels.ToArray())
            {
                foreach (var job in channel.Unsettled.ToArray()) await Quietly(() => Resolve(channel, job));
                if (IsPaid(channel) && channel.Ending == ChannelEnding.None) continue;
                if (_market.IsResting || channel.Ending != ChannelEnding.None) await Reported(channel, () => Pay(channel, underProtest: true));
                if (channel.Ending != ChannelEnding.None && !channel.IsClosed) await Reported(channel, () => End(channel));
            }
        }

        _keepsBooks = false;
    }

    /// <summary>Whether nothing is left that this client waits for.</summary>
    public bool IsAtRest => _market.IsResting && Channels.TrueForAll(channel =>
        IsPaid(channel) && (channel.Ending == ChannelEnding.None || channel.IsClosed));

    private static bool IsPaid(ClientChannel channel) => channel.IsSettled && channel.Owed(underProtest: true) <= (channel.Taken?.Amount ?? Nano.Zero);

    /// <summary>Takes the receipt if it fits what arrived.</summary>
    private void Check(ClientChannel channel, ClientJob job, InferenceOutcome outcome, byte[] salt, int seen, string answer)
    {
        job.HasOutcome = true;
        if (outcome.Bill is not { } bill) return;
        var isDisputed = job.IsDisputed;
        var said = new AnswerTranscript();
        said.AddContent(0, answer);
        var expected = new ReceiptExpectation(job.Id.ToString(), job.Spec.Channel, Wallet, _market.Parameters.MarketKey,
            SentPrompt.Of(new ChatRequest(SimulatedMarket.Model, [new ChatTurn("user", job.Prompt)]), [], []), said, seen, job.Prompt.Length, null);
        try
        {
            Verifier.Verify(bill.Receipt, salt, expected);
        }
        catch (ReceiptMismatchException)
        {
            isDisputed = true;
        }

        channel.Charge(job, bill.Receipt.Receipt.Charge, isDisputed);
        _market.Auditor.ReceiptAcknowledged(job, bill.Receipt.Receipt);
    }

    /// <summary>Asks what became of a job whose end this client did not see.</summary>
    private async Task Resolve(ClientChannel channel, ClientJob job)
    {
        var state = await Ask(grains => grains.Job(job.Id).View());
        if (state.Status == JobStatus.Failed) channel.Free(job);
        // A request may still be on its way as long as faults are on; afterwards nothing can come once the deadline has passed.
        else if (state.Status == JobStatus.None && _market.IsResting && _process.Time.GetUtcNow() > job.Spec.Deadline.AddMinutes(2)) channel.Free(job);
        else if (state.Status == JobStatus.Receipted) Take(channel, job, state.Receipt!.Receipt);
    }

    private void Take(ClientChannel channel, ClientJob job, Receipt receipt)
    {
        // The end was lost, so tokens may have been on their way; what arrived is the least that can be charged.
        var fits = receipt.Tokens.Prompt + receipt.Tokens.CachedPrompt == job.Prompt.Length && receipt.Charge == receipt.Prices.Charge(receipt.Tokens);
        channel.Charge(job, receipt.Charge, isDisputed: !fits);
        _market.Auditor.ReceiptAcknowledged(job, receipt);
    }

    private async Task Pay(ClientChannel channel, bool underProtest)
    {
        var owed = channel.Owed(underProtest);
        var taken = _market.Auditor.Taken(channel);
        var newest = (await Ask(grains => grains.Channel(channel.Address).NewestVoucher()))?.Voucher;
        _market.Auditor.VoucherShown(channel, newest, taken);
        if (newest is not null && _dice.Chance(0.06)) await Cheat(channel, newest);
        if (newest is not null && newest.Amount >= owed && channel.IsSignedTooMuch) channel.Taken = newest;
        else await Pay(channel, owed, newest);
    }

    private async Task Pay(ClientChannel channel, Nano owed, Voucher? newest)
    {
        if (owed > (channel.Signed?.Amount ?? Nano.Zero) || channel.IsSignedTooMuch) Sign(channel, owed, newest);
        // Also one that was signed before and never arrived.
        if (channel.Signed is not { } voucher) return;
        if (newest is not null && newest.Seqno >= voucher.Seqno)
        {
            channel.Taken = newest;
            return;
        }

        await Hand(channel, voucher);
        if (_dice.Chance(0.1)) await HandAgain(channel, voucher);
    }

    private void Sign(ClientChannel channel, Nano amount, Voucher? newest)
    {
        channel.Signed = new Voucher(channel.Address, amount, checked(Math.Max(channel.Signed?.Seqno ?? 0, newest?.Seqno ?? 0) + 1));
        channel.IsSignedTooMuch = false;
        _market.Auditor.VoucherSigned(channel);
    }

    private async Task Hand(ClientChannel channel, Voucher voucher)
    {
        var signed = Signer.Sign(voucher, channel.Key);
        // A client that is in a hurry sends it twice at once; each answer counts for itself.
        if (_dice.Chance(0.1)) _process.Start(() => Quietly(() => Give(channel, voucher, signed)));
        await Give(channel, voucher, signed);
        channel.Taken = voucher;
    }

    private async Task Give(ClientChannel channel, Voucher voucher, SignedVoucher signed)
    {
        var least = channel.Owed(underProtest: true);
        var view = await Ask(grains => grains.Channel(channel.Address).AcceptVoucher(signed));
        _market.Auditor.VoucherAcknowledged(channel, voucher, view, least);
    }

    /// <summary>The same voucher gets the same answer as long as there is no newer one.</summary>
    private async Task HandAgain(ClientChannel channel, Voucher voucher)
    {
        try
        {
            await Ask(grains => grains.Channel(channel.Address).AcceptVoucher(Signer.Sign(voucher, channel.Key)));
        }
        catch (RefusedException refused) when (refused.Code == RefusalCode.VoucherStale)
        {
            _market.Auditor.VoucherStale(channel, voucher);
        }
    }

    /// <summary>Pays in advance for what its running jobs may cost: fewer signatures later.</summary>
    private async Task PayAhead(ClientChannel channel)
    {
        var view = await Ask(grains => grains.Channel(channel.Address).View());
        var newest = (await Ask(grains => grains.Channel(channel.Address).NewestVoucher()))?.Voucher;
        var amount = view.Charged + view.Held;
        if (amount <= Nano.Max(channel.Signed?.Amount ?? Nano.Zero, newest?.Amount ?? Nano.Zero)) return;
        Sign(channel, amount, newest);
        await Hand(channel, channel.Signed!);
    }

    private async Task DoSomethingElse(ClientChannel channel)
    {
        switch (_dice.Below(16))
        {
            case 0 or 1 or 2:
                _market.Wallets.TopUp(channel.Address, Amount(1, 10));
                break;
            case 3 or 4:
                await Reported(channel, () => Withdraw(channel));
                break;
            case 5 or 6:
                await Reported(channel, () => Look(channel));
                break;
            case 7:
                await Reported(channel, () => Ask(grains => grains.Channel(channel.Address).Push()));
                break;
            case 8 when _dice.Chance(0.5):
                channel.NextKey = _market.Keys.Key($"voucher {_number} next", _channels++);
                _market.Wallets.ChangeVoucherKey(channel.Address, channel.NextKey);
                OpenChannel();
                break;
            case 9 when _dice.Chance(0.5):
                GiveUp(channel, _dice.Chance(0.5) ? ChannelEnding.Together : ChannelEnding.Alone);
                break;
            case 10:
                await Reported(channel, () => Ask<bool>(async grains =>
                {
                    await grains.Channel(channel.Address).Drain();
                    await grains.Channel(channel.Address).Reopen();
                    return true;
                }));
                break;
            case 11 or 12:
                await Reported(channel, () => PayAhead(channel));
                break;
            case 13 or 14:
                await Reported(channel, () => CloseHastily(channel));
                break;
            default:
                await Reported(channel, () => Ask(grains => grains.Channel(channel.Address).Open()));
                break;
        }
    }

    private async Task Look(ClientChannel channel)
    {
        var least = channel.Owed(underProtest: true);
        var view = await Ask(grains => grains.Channel(channel.Address).View());
        _market.Auditor.ViewShown(channel, view, least);
    }

    private async Task Withdraw(ClientChannel channel)
    {
        // Every other owner asks for more than is free.
        var amount = _dice.Chance(0.5) ? Amount(1, 5) : (await Ask(grains => grains.Channel(channel.Address).View())).Deposit - Amount(0, 2);
        var signed = await Ask(grains => grains.Channel(channel.Address).PermitWithdrawal(amount));
        _market.Wallets.Withdraw(channel.Address, signed.Permit, signed.Signature);
    }

    private void GiveUp(ClientChannel channel, ChannelEnding ending)
    {
        channel.Ending = ending;
        if (channel == Current) OpenChannel();
        // What was begun before the market came to rest may end after it.
        if (!_keepsBooks) _process.Start(KeepBooks);
    }

    private async Task End(ClientChannel channel)
    {
        var view = await Ask(grains => channel.Ending == ChannelEnding.Together ? grains.Channel(channel.Address).Drain() : grains.Channel(channel.Address).View());
        channel.IsClosed = view.Phase == ChannelPhase.Closed;
        if (channel.IsClosed) return;
        if (channel.Ending == ChannelEnding.Alone && view.ClosesAt is null)
        {
            _market.Wallets.StartClose(channel.Address);
            return;
        }

        // An honest owner leaves nothing unpaid.
        if (!channel.IsSettled || view.Holds > 0 || view.Vouched < view.Charged) return;
        if (channel.Ending == ChannelEnding.Alone) _market.Wallets.FinishClose(channel.Address);
        else await CloseTogether(channel, view);
    }

    private async Task CloseTogether(ClientChannel channel, ChannelView view)
    {
        _market.Auditor.FinalAmountShown(channel, view);
        var signature = new HexBytes(SimulatedEd25519.Instance.Sign(channel.Key, ChannelAgreements.Close(channel.Address, view.FinalAmount).Hash));
        var agreed = await Ask(grains => grains.Channel(channel.Address).AgreeClose(view.FinalAmount, signature));
        _market.Wallets.CloseTogether(channel.Address, view.FinalAmount, signature, agreed);
    }
}
