using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Contracts;
using Cocoon.Ton.Messages;

namespace Cocoon.Ton.Channels;

/// <summary>The payment channel contract: deployment, messages and reading its data. Layouts: docs/contracts.md.</summary>
public static class ChannelContract
{
    /// <summary>Attached to a top-up for its fees; the rest comes back.</summary>
    public static readonly Nano TopUpFees = new(20_000_000);

    /// <summary>Attached to a claim for its fees; the rest goes to the vault with the money.</summary>
    public static readonly Nano ClaimFees = new(20_000_000);

    /// <summary>Attached to every other message; the rest comes back to its sender, or to the owner with a refund.</summary>
    public static readonly Nano OtherFees = new(150_000_000);

    public static StateInit Init(ChannelTerms terms) => new(CompiledContract.Channel, new CellBuilder()
        .StoreCoins(Nano.Zero)          // limit
        .StoreCoins(Nano.Zero)          // claimed
        .StoreBytes(terms.VoucherKey.ToArray())
        .StoreAddress(terms.Vault)
        .StoreInt(terms.NetworkId, 32)
        .StoreCoins(Nano.Zero)          // withdrawn
        .StoreMaybeRef(null)            // closing
        .StoreMaybeRef(null)            // next key
        .StoreRef(new CellBuilder()
            .StoreBytes(terms.VoucherKey.ToArray())
            .StoreAddress(terms.Owner)
            .StoreBytes(terms.MarketKey.ToArray())
            .StoreUInt(terms.Grace, 32)
            .StoreUInt(terms.Salt, 64)
            .Build())
        .Build());

    /// <summary>A deposit; deploys the channel if <paramref name="init"/> is given.</summary>
    public static InternalMessage TopUp(AccountAddress channel, Nano amount, ulong queryId, StateInit? init = null) =>
        new(channel, amount + TopUpFees, Bounce: true, new ChannelMessage.TopUp(queryId, amount).ToCell(), init);

    /// <summary>Collects a voucher; the sender pays the gas.</summary>
    public static InternalMessage Claim(SignedVoucher voucher, ulong queryId) =>
        new(voucher.Voucher.Channel, ClaimFees, Bounce: true, new ChannelMessage.Claim(queryId, voucher).ToCell());

    /// <summary>Any other message to a channel.</summary>
    public static InternalMessage Send(AccountAddress channel, ChannelMessage message) => new(channel, OtherFees, Bounce: true, message.ToCell());

    /// <summary>Reads an account's data as a channel; null when its code is not our channel.</summary>
    public static ChannelOnChain? Read(Cell code, Cell data)
    {
        if (!code.Equals(CompiledContract.Channel)) return null;
        var slice = data.BeginParse();
        var limit = slice.LoadCoins();
        var claimed = slice.LoadCoins();
        var voucherKey = new HexBytes(slice.LoadBytes(32));
        var vault = slice.LoadAddress();
        var networkId = (int)slice.LoadInt(32);
        var withdrawn = slice.LoadCoins();
        var closing = slice.LoadMaybeRef()?.BeginParse();
        var nextKey = slice.LoadMaybeRef()?.BeginParse();
        var terms = slice.LoadRef().BeginParse();
        var firstKey = new HexBytes(terms.LoadBytes(32));
        var owner = terms.LoadAddress();
        var marketKey = new HexBytes(terms.LoadBytes(32));
        var grace = terms.LoadUInt32();
        var salt = terms.LoadUInt(64);
        if (vault is null || owner is null) throw new CellFormatException("A channel contract without vault or owner.");
        return new ChannelOnChain(
            new ChannelTerms(firstKey, networkId, vault.Value, owner.Value, marketKey, grace, salt),
            limit + withdrawn, claimed, withdrawn, voucherKey,
            ClosesAt: closing?.LoadUInt32(), Closed: closing?.LoadBit() ?? false,
            NextKey: nextKey is null ? null : new NextVoucherKey(new HexBytes(nextKey.LoadBytes(32)), nextKey.LoadUInt32()));
    }

    /// <summary>
    /// Whether a contract at <paramref name="channel"/> with these terms is our channel: whoever deployed it, its address
    /// proves them, because it is the hash of our code with exactly these.
    /// </summary>
    public static bool IsAt(AccountAddress channel, ChannelTerms terms) => Init(terms).GetAddress() == channel;
}
