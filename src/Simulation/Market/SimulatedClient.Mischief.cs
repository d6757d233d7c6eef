using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Grains;
using Cocoon.Simulation.Crypto;
using Cocoon.Ton.Channels;

namespace Cocoon.Simulation.Market;

/// <summary>Hostile: what an owner of a channel may try, and must never get away with.</summary>
internal sealed partial class SimulatedClient
{
    private async Task Cheat(ClientChannel channel, Voucher newest)
    {
        var (amount, seqno) = (newest.Amount, Math.Max(newest.Seqno, channel.Signed?.Seqno ?? 0));
        var nano = new Nano(1);
        var (what, voucher, key) = _dice.Below(5) switch
        {
            0 => ("a forged voucher", new Voucher(channel.Address, amount + nano, seqno + 1), _market.Keys.Key("thief")),
            1 => ("a voucher above the deposit", new Voucher(channel.Address, new Nano(long.MaxValue / 2), seqno + 1), channel.Key),
            2 => ("a voucher under an old number", new Voucher(channel.Address, amount + nano, newest.Seqno), channel.Key),
            // All of the deposit: the reserve in it can never be owed.
            3 => ("a voucher for what was never delivered", new Voucher(channel.Address, await WholeDeposit(channel), seqno + 1), channel.Key),
            _ => ("a voucher that takes money back", new Voucher(channel.Address, amount - nano, seqno + 1), channel.Key),
        };
        if (!voucher.Amount.IsPositive) return;
        try
        {
            await Ask(grains => grains.Channel(channel.Address).AcceptVoucher(Signer.Sign(voucher, key)));
            _market.Auditor.Violation($"I4: {what} was taken by {channel.Address}");
        }
        catch (RefusedException)
        {
            // As it should be.
        }
    }

    private async Task<Nano> WholeDeposit(ClientChannel channel)
    {
        var view = await Ask(grains => grains.Channel(channel.Address).View());
        // Less what the owner may have taken back or was promised: what is left free is what jobs can still reserve, and the reserve.
        return view.Charged + view.Held + view.Available + _market.Parameters.Channel.MinReserve;
    }

    /// <summary>Wants a close agreed at once, with jobs running or unpaid. If the market finds nothing in the way, the channel is given up.</summary>
    private async Task CloseHastily(ClientChannel channel)
    {
        if (channel.Ending != ChannelEnding.None) return;
        var view = await Ask(grains => grains.Channel(channel.Address).Drain());
        try
        {
            var signature = new HexBytes(SimulatedEd25519.Instance.Sign(channel.Key, ChannelAgreements.Close(channel.Address, view.FinalAmount).Hash));
            await Ask(grains => grains.Channel(channel.Address).AgreeClose(view.FinalAmount, signature));
            GiveUp(channel, ChannelEnding.Together);
        }
        catch (RefusedException)
        {
            await Ask(grains => grains.Channel(channel.Address).Reopen());
        }
    }
}
