using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Simulation.Tests.Chain;

/// <summary>A channel whose owner, market and strangers do everything that can be done to it, right and wrong.</summary>
internal sealed class ChannelLife : Life
{
    private static readonly AccountAddress Vault = Account(1);
    private static readonly AccountAddress Owner = Account(2);
    private static readonly AccountAddress Stranger = Account(3);
    private static readonly SigningKey[] VoucherKeys = [Key(11), Key(12)];
    private static readonly SigningKey MarketKey = Key(13);

    private readonly List<Nano> _paid = [];
    private ulong _queryId;

    public ChannelLife(ulong seed, Sandbox sandbox, uint genesis) : base(seed, sandbox, ChannelContract.Init(Terms(seed)), genesis)
    {
    }

    protected override void Deploy() => TopUp(Init);

    protected override void Step()
    {
        switch (Dice.Below(20))
        {
            case < 2:
                TopUp(OneIn(4) ? Init : null);
                break;
            case < 8:
                Claim();
                break;
            case < 10:
                Withdraw();
                break;
            case < 12:
                Return();
                break;
            case < 13:
                Tell("StartClose", Mostly(Owner, Stranger), new ChannelMessage.StartClose(++_queryId).ToCell());
                break;
            case < 14:
                WaitForMostly(Channel.ClosesAt);
                Tell("FinishClose", Stranger, new ChannelMessage.FinishClose(++_queryId).ToCell());
                break;
            case < 15:
                CloseTogether();
                break;
            case < 17:
                var key = OneIn(6) ? new HexBytes(new byte[32]) : PublicKey(Dice.Pick(VoucherKeys));
                Tell("ChangeVoucherKey", Mostly(Owner, Stranger), new ChannelMessage.ChangeVoucherKey(++_queryId, key).ToCell());
                break;
            case < 18:
                WaitForMostly(Channel.NextKey?.At);
                Tell("ApplyVoucherKey", Stranger, new ChannelMessage.ApplyVoucherKey(++_queryId).ToCell());
                break;
            case < 19:
                Tell("unknown", Stranger, Unknown());
                break;
            default:
                Import("from outside", new ChannelMessage.StartClose(++_queryId).ToCell());
                break;
        }
    }

    private static ChannelTerms Terms(ulong seed) => new(
        PublicKey(VoucherKeys[0]), seed % 16 == 5 ? -3 : NetworkId, Vault, Owner, PublicKey(MarketKey), seed % 16 == 6 ? uint.MaxValue : Grace, Salt: seed);

    /// <summary>The channel as both have it; a new one until it is deployed.</summary>
    private ChannelOnChain Channel => ChannelContract.Read(Init.Code, Twin.Account.Data ?? Init.Data)!;

    private SigningKey VoucherKey => Mostly(VoucherKeys.FirstOrDefault(key => PublicKey(key) == Channel.VoucherKey, VoucherKeys[0]), VoucherKeys[1]);

    /// <summary>Around what is possible: below, just at the border, above, and absurd.</summary>
    private Nano Amount(Nano least, Nano most) => Dice.Below(8) switch
    {
        0 => least,
        1 => most,
        2 => most + new Nano(1),
        3 => new Nano(long.MaxValue),
        _ => new Nano(Dice.Between(least.Value, Math.Max(least.Value, most.Value))),
    };

    private void WaitForMostly(uint? time)
    {
        if (time is { } known && !OneIn(4)) WaitFor(known);
    }

    private void TopUp(Ton.Messages.StateInit? init)
    {
        var amount = new Nano(Dice.Between(0, 3_000_000_000));
        var asked = OneIn(12) ? new Nano(long.MaxValue) : amount;
        Tell("TopUp", Mostly(Owner, Stranger), new ChannelMessage.TopUp(++_queryId, asked).ToCell(), amount + new Nano(Dice.Between(2_000_000, 60_000_000)), init,
            least: _ => (asked == amount ? amount : Nano.Zero) + Prices.GasFee(5_000) + Prices.ForwardFee(0, 0));
    }

    private void Claim()
    {
        var channel = Channel;
        var amount = Amount(channel.Claimed, channel.Deposited - channel.Withdrawn);
        var voucher = Mutator.Maybe(VoucherSigner.Cell(new Voucher(Mostly(Self, Stranger), amount, 1)), 0.1);
        var body = new CellBuilder().StoreUInt(0x43430002, 32).StoreUInt(++_queryId, 64).StoreBytes(Sign(VoucherKey, voucher).ToArray()).StoreRef(voucher).Build();
        Remember(Tell("Claim", Stranger, body, least: forwardFee => Prices.GasFee(9_000) + new Nano(3 * forwardFee.Value)));
    }

    private void Withdraw()
    {
        var channel = Channel;
        var free = channel.Deposited - channel.Withdrawn - channel.Claimed;
        var total = Amount(channel.Withdrawn, channel.Withdrawn + free);
        var permit = Mutator.Maybe(ChannelAgreements.Withdrawal(Mostly(Self, Stranger), total, Mostly(Now + (uint)Dice.Below(2), Now - 1)), 0.1);
        Tell("Withdraw", Mostly(Owner, Stranger), new ChannelMessage.Withdraw(++_queryId, Sign(Mostly(MarketKey, VoucherKeys[0]), permit), permit).ToCell());
    }

    private void CloseTogether()
    {
        if (!OneIn(3)) return; // a closed channel has little to say
        var channel = Channel;
        var agreement = Mutator.Maybe(ChannelAgreements.Close(Mostly(Self, Stranger), Amount(channel.Claimed, channel.Deposited - channel.Withdrawn)), 0.1);
        var message = new ChannelMessage.CloseTogether(++_queryId, Sign(VoucherKey, agreement), Sign(Mostly(MarketKey, VoucherKeys[0]), agreement), agreement);
        Remember(Tell("CloseTogether", Stranger, message.ToCell(), OneIn(2) ? new Nano(Dice.Between(5_000_000, 60_000_000)) : null));
    }

    /// <summary>A ClaimPaid comes back, or something that looks like one.</summary>
    private void Return()
    {
        var amount = _paid.Count > 0 && !OneIn(4) ? Dice.Pick(_paid) : new Nano(Dice.Between(0, 3_000_000_000));
        var body = new CellBuilder().StoreUInt(0xffffffff, 32).StoreCell(new ChannelMessage.ClaimPaid(7, amount).ToCell()).Build();
        Tell("bounce", Mostly(Vault, Stranger), body, amount + new Nano(5_000_000), bounced: !OneIn(8));
    }

    private Cell Unknown() => Dice.Pick([
        Cell.Empty,
        new CellBuilder().StoreUInt(0, 32).Build(),
        new CellBuilder().StoreUInt(0, 64).StoreUInt(0, 64).Build(),
        new ChannelMessage.ClaimPaid(1, new Nano(1)).ToCell(),
        new ChannelMessage.Refund(1).ToCell(),
    ]);

    private void Remember(Execution execution)
    {
        foreach (var sent in execution.Out)
            if (sent.Destination == Vault && !sent.Bounced && ChannelMessage.Read(sent.Body) is ChannelMessage.ClaimPaid paid) _paid.Add(paid.Amount);
    }
}
