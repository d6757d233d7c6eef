using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Client;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Vaults;

namespace Cocoon.Simulation.Chain;

/// <summary>What the simulation itself sees and does, past all faults: auditors look, users of wallets act.</summary>
public sealed partial class SimulatedTon
{
    private readonly Dictionary<AccountAddress, (Cell Data, VaultOnChain? Vault)> _vaults = [];

    private static readonly AccountAddress Outside = AccountAddress.From(0, new byte[32]);

    public int NetworkId => _options.NetworkId;

    /// <summary>The chain's clock, Unix seconds.</summary>
    public uint Clock
    {
        get
        {
            Advance();
            return Now;
        }
    }

    /// <summary>Seqno of the newest block; falls when a reorganisation comes.</summary>
    public uint Height
    {
        get
        {
            Advance();
            return Seqno;
        }
    }

    /// <summary>Messages that wait for a block; 0 for a chain that has nothing to do but what is on its way.</summary>
    public int Waiting
    {
        get
        {
            Advance();
            return _pending.Count;
        }
    }

    /// <summary>All accounts ever used, in an order that the seed alone decides.</summary>
    public IEnumerable<ChainAccount> Accounts
    {
        get
        {
            Advance();
            foreach (var entry in _ledger.Entries) yield return entry.State;
        }
    }

    /// <summary>All money there is. Counts it account by account.</summary>
    public ChainTotals Totals()
    {
        Advance();
        return _ledger.Totals();
    }

    public Nano Balance(AccountAddress address) => State(address).Balance;

    /// <summary>A channel's data; null when there is none.</summary>
    public ChannelOnChain? Channel(AccountAddress address) =>
        State(address) is { Code: { } code, Data: { } data } ? ChannelContract.Read(code, data) : null;

    /// <summary>A vault's data; null when there is none.</summary>
    public VaultOnChain? Vault(AccountAddress address)
    {
        if (State(address) is not { Code: { } code, Data: { } data }) return null;
        // Auditors look again and again, and vaults change rarely.
        if (!_vaults.TryGetValue(address, out var known) || !ReferenceEquals(known.Data, data)) _vaults[address] = known = (data, VaultContract.Read(code, data));
        return known.Vault;
    }

    /// <summary>An account's transactions, the newest first.</summary>
    public IEnumerable<TonTransaction> Transactions(AccountAddress address)
    {
        Advance();
        for (var next = _ledger.Find(address)?.Last; next is not null; next = next.Previous) yield return next.Transaction;
    }

    /// <summary>Brings money from outside the chain to an account, with the next block. Never lost.</summary>
    public void Give(AccountAddress to, Nano amount)
    {
        Advance();
        _pending.Add(PendingMessage.OfGift(new ChainMessage(Outside, to, amount, Nano.Zero, Bounce: false, Bounced: false, Cell.Empty), _tick + 1));
    }

    /// <summary>
    /// A user's own wallet sends a message with the next block, from the money that the account holds; given up after
    /// <see cref="SimulatedTonOptions.TriesMax"/> blocks without enough. A reorganisation never loses it. The wallet is any
    /// account without code.
    /// </summary>
    public void Order(AccountAddress from, InternalMessage message)
    {
        Advance();
        _pending.Add(PendingMessage.OfOrder(from, message, _tick + 1));
    }

    private ChainAccount State(AccountAddress address)
    {
        Advance();
        return _ledger.State(address);
    }
}
