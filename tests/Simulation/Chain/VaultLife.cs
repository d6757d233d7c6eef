using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Simulation.Chain.Models;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Vaults;

namespace Cocoon.Simulation.Tests.Chain;

/// <summary>A vault whose operator, owner, providers and strangers do everything that can be done to it, right and wrong.</summary>
internal sealed class VaultLife : Life
{
    private static readonly AccountAddress[] Owners = [Account(1), Account(2)];
    private static readonly AccountAddress Stranger = Account(3);
    private static readonly AccountAddress[] Providers = [Account(4), Account(5), Account(6), Account(7)];
    private static readonly SigningKey[] OperatorKeys = [Key(11), Key(12)];

    private readonly List<Cell> _announced = [];
    private readonly List<Cell> _batches = [];
    private IReadOnlyList<EarningsEntry> _earnings = [];
    private ulong _queryId;

    public VaultLife(ulong seed, Sandbox sandbox, uint genesis) : base(seed, sandbox, VaultContract.Init(Terms(seed)), genesis)
    {
    }

    protected override void Deploy() => Tell("gift", Stranger, Cell.Empty, new Nano(Dice.Between(50_000_000, 5_000_000_000)), Init);

    protected override void Step()
    {
        if (OneIn(60)) AnnounceMany();
        switch (Dice.Below(24))
        {
            case < 6:
                Batch();
                break;
            case < 7:
                if (_batches.Count > 0) Import("old batch", Dice.Pick(_batches));
                break;
            case < 13:
                Exit();
                break;
            case < 15:
                Tell("Pause", Owner(), new VaultMessage.Pause(++_queryId, !Mostly(IsPaused, !IsPaused)).ToCell());
                break;
            case < 18:
                Announce();
                break;
            case < 21:
                Tell("Apply", Owner(), new VaultMessage.Apply(++_queryId, Change()).ToCell());
                break;
            case < 22:
                Tell("Cancel", Owner(), new VaultMessage.Cancel(++_queryId, new HexBytes(Change().Hash)).ToCell());
                break;
            case < 23:
                Tell("gift", Stranger, Gift(), bounced: OneIn(4));
                break;
            default:
                Tell("unknown", Stranger, Dice.Pick([new CellBuilder().StoreUInt(1, 7).Build(), new ChannelMessage.TopUp(1, new Nano(1)).ToCell()]), bounced: OneIn(4));
                break;
        }
    }

    private static VaultTerms Terms(ulong seed) => new(
        PublicKey(OperatorKeys[0]), NetworkId, Owners[0], Timelock: seed % 16 == 5 ? uint.MaxValue : Grace, ExitDelay: Grace, Salt: seed);

    /// <summary>As both have it. Not read as the product does: the operator may sign roots that are none.</summary>
    private VaultStorage Vault => VaultStorage.Of(Twin.Account.Data ?? Init.Data);

    private bool IsPaused => Vault.Admin.PausedKey is not null;

    private AccountAddress Owner() => Mostly(Vault.Admin.Owner, Stranger);

    private void Batch()
    {
        var vault = Vault;
        _earnings = [.. Providers.Take(1 + Dice.Below(Providers.Length)).Select(provider => new EarningsEntry(provider, new Nano(Dice.Between(0, 9_000_000_000)), new Nano(Dice.Between(0, 900_000_000))))];
        var payouts = Enumerable.Range(0, Dice.Below(4)).Select(_ => new Payout(Dice.Pick(Providers), new Nano(Dice.Between(1, 300_000_000)))).ToList();
        var fees = OneIn(6) ? Nano.Zero : new Nano(840_000 + 400_000 * payouts.Count);
        var batch = new PayoutBatch(
            Mostly(new HexBytes(vault.Domain), new HexBytes(new byte[28])), Mostly(vault.Seqno, vault.Seqno + 1), Mostly(Now + (uint)Dice.Below(3), Now - 1),
            payouts, OneIn(10) ? new Nano(long.MaxValue / 2) : fees, new HexBytes(new byte[32]), MerkleTree.Root(Leaves()));
        var key = Mostly(OperatorKeys.FirstOrDefault(key => PublicKey(key) == new HexBytes(vault.OperatorKey), OperatorKeys[0]), OperatorKeys[1]);
        var message = VaultContract.CreateBatch(Self, batch, key, Ed25519.Default);
        var body = Message.Parse(message).Body;
        if (OneIn(8)) body = Resigned(Mutator.Maybe(body.Refs[0], 1), key);
        _batches.Add(body);
        Import("Batch", body);
    }

    private static Cell Resigned(Cell batch, SigningKey key) => new CellBuilder().StoreBytes(Sign(key, batch).ToArray()).StoreRef(batch).Build();

    private List<HexBytes> Leaves() => [.. _earnings.Select(entry => entry.Leaf())];

    private void Exit()
    {
        var isRunning = Vault.Admin.ExitAt != 0 && Vault.Admin.ExitSeqno == Vault.Seqno;
        if (Mostly(!isRunning, isRunning))
        {
            Tell("StartExit", Stranger, new VaultMessage.StartExit(++_queryId).ToCell());
            return;
        }
        if (!OneIn(4)) WaitFor((ulong)Vault.Admin.ExitAt + Grace);
        if (_earnings.Count == 0) return;
        var index = Dice.Below(_earnings.Count);
        var path = MerkleTree.Proof(Leaves(), index);
        var entry = Mostly(_earnings[index], _earnings[index] with { Guaranteed = Dice.Pick([new Nano(long.MaxValue), Nano.Zero]) });
        var said = Dice.Below(12) switch
        {
            0 => new VaultMessage.DrawEarnings(++_queryId, entry, (uint)index + 1, (uint)_earnings.Count, path),
            1 => new VaultMessage.DrawEarnings(++_queryId, entry, (uint)index, (uint)Dice.Below(9), path),
            2 => new VaultMessage.DrawEarnings(++_queryId, entry, (uint)index, (uint)_earnings.Count, [.. path, .. Enumerable.Repeat(entry.Leaf(), Dice.Below(40))]),
            _ => new VaultMessage.DrawEarnings(++_queryId, entry, (uint)index, (uint)_earnings.Count, path),
        };
        Tell("DrawEarnings", Stranger, said.ToCell(), least: _ => Prices.GasFee(60_000) + Prices.ForwardFee(0, 0));
    }

    private void Announce()
    {
        var change = _announced.Count > 0 && OneIn(4) ? Change() : NewChange();
        if (change.Refs.Count == 0) change = Mutator.Maybe(change, 0.1); // nobody could go on with damaged code
        _announced.Add(change);
        Tell("Announce", Owner(), new VaultMessage.Announce(++_queryId, change).ToCell());
    }

    /// <summary>More changes than a vault keeps.</summary>
    private void AnnounceMany()
    {
        for (var i = 0; i < 10; i++) Tell("Announce", Vault.Admin.Owner, new VaultMessage.Announce(++_queryId, RandomKey()).ToCell());
    }

    /// <summary>Mostly an announced one, around the times at which it can be applied first and last.</summary>
    private Cell Change()
    {
        var change = _announced.Count == 0 || OneIn(6) ? NewChange() : _announced[^(1 + Dice.Below(Math.Min(3, _announced.Count)))];
        if (Vault.Admin.PendingFrom(change.Hash) is { } from && !OneIn(4)) WaitFor(OneIn(4) ? from + 14 * 86_400 : from);
        return change;
    }

    private Cell NewChange() => Dice.Below(8) switch
    {
        0 => VaultChange.SetOperator(OneIn(2) ? new HexBytes(new byte[32]) : PublicKey(Dice.Pick(OperatorKeys))),
        1 => VaultChange.SetOwner(Dice.Pick(Owners)),
        2 => VaultChange.Upgrade(Init.Code, OneIn(3) ? Init.Data : null),
        3 => VaultChange.TakeOut(Stranger, OneIn(6) ? new Nano(long.MaxValue) : new Nano(Dice.Between(0, 2_000_000_000))),
        4 => VaultChange.TakeOut(Stranger, Twin.Account.Balance - new Nano(Math.Min(Twin.Account.Balance.Value, Dice.Below(3)))),
        5 => new CellBuilder().StoreUInt(0x56430009, 32).Build(),
        _ => RandomKey(),
    };

    private Cell RandomKey() => VaultChange.SetOperator(new HexBytes(new CellBuilder().StoreUInt(Dice.Next(), 64).Build().Hash));

    private Cell Gift() => Dice.Pick([Cell.Empty, new CellBuilder().StoreUInt(0, 32).StoreUInt(42, 8).Build(), new ChannelMessage.ClaimPaid(1, new Nano(1)).ToCell()]);
}
