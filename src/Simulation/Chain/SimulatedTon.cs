using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Simulation.Chain.Models;
using Cocoon.Simulation.Faults;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Fees;

namespace Cocoon.Simulation.Chain;

/// <summary>
/// A TON chain that is not one: models of our contracts, and blocks that come as virtual time goes by. A block takes the
/// messages that wait and delivers what the block before it sent. Everything that a real chain does to its clients happens
/// when <see cref="IFaults"/> says so. Deterministic; not thread-safe: everything runs on the simulation's one thread.
/// </summary>
/// <remarks>
/// Blocks are made when the chain is asked something, all that are due by then; ticks without anything to do cost nothing.
/// Get-methods are not modelled: the product reads accounts' data.
/// </remarks>
public sealed partial class SimulatedTon : ITonClient
{
    private const int PageMax = 100;

    private readonly SimulatedTonOptions _options;
    private readonly TimeProvider _time;
    private readonly IFaults _faults;
    private readonly IEd25519 _ed25519;
    private readonly DateTimeOffset _genesis;
    private readonly Ledger _ledger;
    private DateTimeOffset _outageUntil;

    /// <param name="options">What the chain is like.</param>
    /// <param name="time">Virtual time; the chain begins now.</param>
    /// <param name="faults">Decides what goes wrong.</param>
    /// <param name="ed25519">Checks signatures.</param>
    public SimulatedTon(SimulatedTonOptions options, TimeProvider time, IFaults faults, IEd25519 ed25519)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BlockTime, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ReorganisationMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ReorganisationMax, Ledger.UndoableTicks);
        (_options, _time, _faults, _ed25519) = (options, time, faults, ed25519);
        _genesis = time.GetUtcNow();
        _ledger = new Ledger(Executor(options.Fees, ed25519));
    }

    public Task<MasterchainInfo> GetMasterchainInfoAsync(CancellationToken cancellationToken = default) => Answer(() =>
    {
        var name = new CellBuilder().StoreUInt(Seqno, 32).StoreUInt((ulong)_undoneTicks, 64);
        var (root, file) = (name.Build(), name.StoreBit(true).Build());
        return new MasterchainInfo(new BlockId(-1, long.MinValue, Seqno, new HexBytes(root.Hash), new HexBytes(file.Hash)), new HexBytes(root.Hash));
    });

    public Task<uint> GetMasterchainSeqnoAsync(CancellationToken cancellationToken = default) => Answer(() => Seqno);

    public Task<TonAccount> GetAccountAsync(AccountAddress address, CancellationToken cancellationToken = default) => Answer(() =>
    {
        var entry = _ledger.Find(address);
        var state = entry?.State ?? ChainAccount.Unused(address);
        var status = state.Code is null ? TonAccountStatus.Uninitialized : TonAccountStatus.Active;
        return new TonAccount(state.Balance, status, state.Code, state.Data, entry?.Last?.Id.Lt ?? 0, Now) { LastTransaction = entry?.Last?.Id };
    });

    public Task<IReadOnlyList<TonTransaction>> GetTransactionsAsync(
        AccountAddress address, TransactionId? from, int limit, ulong toLt, CancellationToken cancellationToken = default) => Answer(() =>
    {
        if (limit is < 1 or > PageMax) throw new TonClientException(TonFailure.BadRequest, $"A page has 1 to {PageMax} transactions, not {limit}.");
        var next = _ledger.Find(address)?.Last;
        if (from is not null)
        {
            while (next is not null && next.Id != from) next = next.Previous;
            if (next is null) throw new TonClientException(TonFailure.BadRequest, $"The account has no transaction {from.Hash}; its block may have been undone.");
        }
        var page = new List<TonTransaction>();
        for (; next is not null && page.Count < limit && next.Id.Lt > toLt; next = next.Previous) page.Add(next.Transaction);
        return (IReadOnlyList<TonTransaction>)page;
    });

    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<GetMethodResult> RunGetMethodAsync(
        AccountAddress address, string method, IReadOnlyList<StackItem> arguments, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException($"The simulated chain has no get-methods, so not {method}; read the account's data.");

    public Task SendAsync(Cell message, CancellationToken cancellationToken = default) => Answer(() => Receive(message));

    public Task<FeeEstimate> EstimateFeeAsync(Cell message, bool ignoreSignature = true, CancellationToken cancellationToken = default) => Answer(() =>
    {
        var executor = ignoreSignature ? Executor(_ledger.Executor.Fees, new AnySignature(_ed25519)) : _ledger.Executor;
        var arriving = External(message, ReadExternal(message), CellUsage.BelowRoot(message));
        var execution = Try(executor, arriving);
        var gas = executor.Fees.Prices.GasFee(execution.GasUsed);
        var forward = Nano.Zero;
        foreach (var sent in execution.Out) forward += sent.ForwardFee;
        var sending = execution.Fees - arriving.ForwardFee - execution.Rent - gas;
        return new FeeEstimate(arriving.ForwardFee, execution.Rent, gas, sending + forward);
    });

    public Task<Cell> GetConfigParamAsync(int number, CancellationToken cancellationToken = default) => Answer(() =>
        Config(number) ?? throw new TonClientException(TonFailure.BadRequest, $"The simulated chain's config has no parameter {number}."));

    /// <summary>Every call of a client: makes the blocks that are due, unless the node is out of reach.</summary>
    private Task<T> Answer<T>(Func<T> answer)
    {
        try
        {
            Reach();
            return Task.FromResult(answer());
        }
        catch (TonClientException e)
        {
            return Task.FromException<T>(e);
        }
    }

    private void Reach()
    {
        Advance();
        var now = _time.GetUtcNow();
        if (now >= _outageUntil && _faults.Strike(FaultKind.ChainOutage) is { } dice)
            _outageUntil = now + dice.Between(TimeSpan.FromTicks(1), _options.OutageMax);
        if (now < _outageUntil) throw new TonClientException(TonFailure.Unavailable, "The simulated node is out of reach.");
    }

    private Executor Executor(ModelFees fees, IEd25519 ed25519) => new(fees, _options.NetworkId, ContractModels.Of, ed25519);
}
