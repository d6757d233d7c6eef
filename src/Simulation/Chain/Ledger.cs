using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;

namespace Cocoon.Simulation.Chain;

/// <summary>Accounts, messages on their way and money of a simulated chain, with the last blocks undoable. Not thread-safe.</summary>
internal sealed class Ledger(Executor executor)
{
    public const int UndoableTicks = 16;
    private const ulong LtPerTick = 1_000_000;

    private readonly Dictionary<AccountAddress, LedgerEntry> _accounts = [];
    private readonly List<UndoRecord> _undo = [];
    private List<ChainMessage> _onTheWay = [];
    private Nano _putIn;
    private Nano _burned;
    private UndoRecord? _block;
    private ulong _lt;
    private uint _now;

    /// <summary>Runs messages at the present prices.</summary>
    public Executor Executor { get; private set; } = executor;

    public bool HasMessagesOnTheWay => _onTheWay.Count > 0;

    public IEnumerable<LedgerEntry> Entries => _accounts.Values;

    public LedgerEntry? Find(AccountAddress address) => _accounts.GetValueOrDefault(address);

    public ChainAccount State(AccountAddress address) => Find(address)?.State ?? ChainAccount.Unused(address);

    /// <summary>Begins a block and delivers what was on its way.</summary>
    /// <param name="tick">Its tick.</param>
    /// <param name="now">Its time, Unix seconds.</param>
    /// <param name="executor">Runs messages at other prices from now on, until the block is undone; null to keep them.</param>
    public void Begin(long tick, uint now, Executor? executor)
    {
        _block = new UndoRecord(tick, _onTheWay, Executor, _putIn, _burned);
        (_lt, _now) = ((ulong)tick * LtPerTick, now);
        Executor = executor ?? Executor;
        var arriving = _onTheWay;
        _onTheWay = [];
        foreach (var message in arriving) Deliver(message);
    }

    /// <summary>Ends the block. What it did can be undone for 16 ticks.</summary>
    public void End()
    {
        var block = Block;
        _undo.Add(block);
        _undo.RemoveAll(old => old.Tick <= block.Tick - UndoableTicks);
        _block = null;
    }

    /// <summary>Lets a message from outside run; false when the account refuses it.</summary>
    public bool TryImport(PendingMessage pending, ChainMessage message)
    {
        var execution = Executor.Run(State(message.Destination), message, _now);
        if (!execution.Accepted) return false;
        Block.Taken.Add(pending);
        Record(message, execution);
        return true;
    }

    /// <summary>A user's own wallet sends a message; false when it lacks the money.</summary>
    public bool TryOrder(PendingMessage pending, AccountAddress from, ChainMessage message, Nano fees)
    {
        var state = State(from);
        if (state.Balance < message.Value + message.ForwardFee + fees) return false;
        Block.Taken.Add(pending);
        var after = state with { Balance = state.Balance - message.Value - message.ForwardFee - fees };
        Record(null, new Execution(true, after, 0, true, 0, [message], fees, Nano.Zero, 0));
        return true;
    }

    /// <summary>Money from outside.</summary>
    public void Give(PendingMessage pending, ChainMessage gift)
    {
        Block.Taken.Add(pending);
        _putIn += gift.Value;
        Deliver(gift);
    }

    /// <summary>Undoes every block from a tick on and returns the messages that they had taken, the oldest first.</summary>
    public List<PendingMessage> Undo(long fromTick)
    {
        var taken = new List<PendingMessage>();
        while (_undo.Count > 0 && _undo[^1].Tick >= fromTick)
        {
            var block = _undo[^1];
            _undo.RemoveAt(_undo.Count - 1);
            for (var i = block.Touched.Count - 1; i >= 0; i--)
            {
                var (address, before) = block.Touched[i];
                if (before is null) _accounts.Remove(address);
                else _accounts[address] = before;
            }
            (_onTheWay, Executor, _putIn, _burned) = ([.. block.OnTheWay], block.Executor, block.PutIn, block.Burned);
            taken.InsertRange(0, block.Taken);
        }
        return taken;
    }

    public ChainTotals Totals()
    {
        var (held, onTheWay) = (Nano.Zero, Nano.Zero);
        foreach (var entry in _accounts.Values) held += entry.State.Balance;
        foreach (var message in _onTheWay) onTheWay += message.Value;
        return new ChainTotals(_putIn, held, onTheWay, _burned);
    }

    private UndoRecord Block => _block ?? throw new InvalidOperationException("No block is being made.");

    private void Deliver(ChainMessage message) => Record(message, Executor.Run(State(message.Destination), message, _now));

    private void Record(ChainMessage? message, Execution execution)
    {
        var address = execution.After.Address;
        var before = Find(address);
        var (previous, lt) = (before?.Last, ++_lt);
        var cell = new CellBuilder()
            .StoreAddress(address)
            .StoreUInt(lt, 64)
            .StoreUInt(_now, 32)
            .StoreBytes(LedgerTransaction.HashOf(previous).ToArray())
            .StoreRef(message?.Body ?? Cell.Empty)
            .StoreRef(execution.After.Data ?? Cell.Empty)
            .Build();
        var transaction = new TonTransaction(
            new(cell.Hash), lt, _now, execution.Fees, message?.ToClient(), Sent(execution.Out), execution.ComputeSucceeded, execution.Succeeded, execution.ExitCode)
        {
            Cell = cell, StorageFees = execution.Rent, GasUsed = execution.GasUsed, Previous = previous?.Id,
        };
        Block.Touched.Add((address, before));
        _accounts[address] = new LedgerEntry(execution.After, new LedgerTransaction(transaction, previous));
        _burned += execution.Fees;
        foreach (var sent in execution.Out)
        {
            _burned += sent.ForwardFee;
            _onTheWay.Add(sent);
        }
    }

    private static TonMessage[] Sent(IReadOnlyList<ChainMessage> messages)
    {
        if (messages.Count == 0) return [];
        var sent = new TonMessage[messages.Count];
        for (var i = 0; i < sent.Length; i++) sent[i] = messages[i].ToClient();
        return sent;
    }
}
