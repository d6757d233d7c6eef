using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Client;

namespace Cocoon.Cli.Demo;

/// <summary>One account from a moment on: its balance then, and the transactions since.</summary>
internal sealed class AccountWatch
{
    private const int PageSize = 100;

    private readonly ITonClient _ton;
    private readonly ulong _since;

    private AccountWatch(string name, AccountAddress address, ITonClient ton, TonAccount now)
    {
        Name = name;
        Address = address;
        _ton = ton;
        _since = now.LastLt;
        Before = now.Balance;
        After = now.Balance;
    }

    public string Name { get; }
    public AccountAddress Address { get; }
    public Nano Before { get; }
    public Nano After { get; private set; }
    public IReadOnlyList<TonTransaction> Transactions { get; private set; } = [];

    public Nano Change => After - Before;

    /// <summary>What the account's transactions, read one by one, say it must have changed by.</summary>
    public Nano Explained => Transactions.Aggregate(Nano.Zero, (sum, transaction) => sum + transaction.BalanceChange);

    /// <summary>Fees of its own transactions, and the forward fees of the messages it sent.</summary>
    public Nano NetworkFees => Transactions.Aggregate(Nano.Zero, (sum, transaction) =>
        transaction.Out.Aggregate(sum + transaction.Fees, (fees, message) => fees + message.ForwardFee));

    /// <summary>Rent of the account, part of its fees.</summary>
    public Nano Rent => Transactions.Aggregate(Nano.Zero, (sum, transaction) => sum + transaction.StorageFees);

    public static async Task<AccountWatch> Begin(string name, AccountAddress address, ITonClient ton, CancellationToken cancellationToken) =>
        new(name, address, ton, await ton.GetAccountAsync(address, cancellationToken));

    public async Task End(CancellationToken cancellationToken)
    {
        After = (await _ton.GetAccountAsync(Address, cancellationToken)).Balance;
        Transactions = [.. (await _ton.GetTransactionsAsync(Address, PageSize, _since, cancellationToken: cancellationToken)).Where(transaction => transaction.Lt > _since).Reverse()];
    }
}
