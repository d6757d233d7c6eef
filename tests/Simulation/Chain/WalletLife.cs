using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Wallets;

namespace Cocoon.Simulation.Tests.Chain;

/// <summary>An operator's wallet: transfers of one and several messages, good and bad ones, and money coming in.</summary>
internal sealed class WalletLife : Life
{
    private static readonly AccountAddress Other = Account(1);
    private static readonly SigningKey[] Keys = [Key(11), Key(12)];

    private readonly WalletV5R1 _wallet;
    private readonly WalletV5R1 _another;
    private readonly List<Cell> _sent = [];
    private ulong _queryId;

    public WalletLife(ulong seed, Sandbox sandbox, uint genesis) : this(Wallet((ushort)seed), seed, sandbox, genesis) => _another = Wallet((ushort)(seed + 1));

    private WalletLife(WalletV5R1 wallet, ulong seed, Sandbox sandbox, uint genesis) : base(seed, sandbox, wallet.Init, genesis) => (_wallet, _another) = (wallet, wallet);

    /// <summary>Until a message comes that does not bounce; the first transfer deploys it.</summary>
    protected override void Deploy()
    {
        while (Twin.Account.Balance.IsZero) Tell("first money", Other, Cell.Empty, new Nano(Dice.Between(50_000_000, 5_000_000_000)));
    }

    protected override void Step()
    {
        switch (Dice.Below(8))
        {
            case 0:
                Tell("money", Other, Dice.Pick([Cell.Empty, new CellBuilder().StoreUInt(0, 32).Build(), new ChannelMessage.Refund(1).ToCell()]), bounced: OneIn(4));
                break;
            case 1:
                if (_sent.Count > 0) Import("old transfer", Dice.Pick(_sent), OneIn(2) ? Init : null);
                break;
            default:
                Transfer();
                break;
        }
    }

    private static WalletV5R1 Wallet(ushort number) => new(Keys[0].PublicKey.Span, NetworkId, number);

    private void Transfer()
    {
        var seqno = WalletV5R1.Seqno(Twin.Account.Data);
        var messages = Enumerable.Range(0, 1 + Dice.Below(4)).Select(_ => Outgoing()).ToList();
        var validUntil = Mostly(Now + 1 + (uint)Dice.Below(60), Now - (uint)Dice.Below(2));
        var transfer = Message.Parse(Mostly(_wallet, _another).CreateTransfer(Mostly(Keys[0], Keys[1]), Mostly(seqno, seqno + 1), validUntil, messages, Ed25519.Default));
        _sent.Add(transfer.Body);
        Import("transfer", transfer.Body, seqno == 0 ? Init : null);
    }

    private InternalMessage Outgoing()
    {
        var value = OneIn(5) ? Nano.FromTon(1_000) : new Nano(Dice.Between(0, 300_000_000));
        return Dice.Below(3) switch
        {
            0 => new InternalMessage(Other, value, Bounce: false),
            1 => new InternalMessage(Other, value, Bounce: true, new ChannelMessage.StartClose(++_queryId).ToCell()) { InlineBody = OneIn(2) },
            _ => new InternalMessage(Other, value, Bounce: true, new CellBuilder().StoreUInt(++_queryId, 64).StoreRef(Cell.Empty).StoreRef(Init.Data).Build(), OneIn(2) ? Init : null),
        };
    }
}
