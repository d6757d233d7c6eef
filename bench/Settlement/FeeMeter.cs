using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Client;

namespace Cocoon.Bench.Settlement;

/// <summary>Adds up what the network takes from a closed group of accounts, from their transactions and, as a check, from their balances.</summary>
/// <param name="client">The chain.</param>
/// <param name="accounts">All accounts that send to one another while it is measured.</param>
internal sealed class FeeMeter(ITonClient client, IReadOnlyList<AccountAddress> accounts)
{
    private const int PageSize = 100;

    /// <exception cref="BenchException">Transactions and balances disagree: money came from outside the group, or left it.</exception>
    public async Task<Nano> Measure(Func<Task> work)
    {
        var before = await Accounts();
        await work();
        var after = await Accounts();
        var fees = Nano.Zero;
        foreach (var (address, account) in accounts.Zip(before))
        {
            // More than a page would show in the comparison with the balances.
            var transactions = await client.GetTransactionsAsync(address, PageSize, account.LastLt);
            fees = transactions.SelectMany(transaction => transaction.Out.Select(message => message.ForwardFee).Append(transaction.Fees)).Aggregate(fees, (sum, fee) => sum + fee);
        }
        var gone = Sum(before) - Sum(after);
        return fees == gone ? fees : throw new BenchException($"The transactions' fees are {fees}, but {gone} are gone from the accounts.");
    }

    private async Task<List<TonAccount>> Accounts()
    {
        var found = new List<TonAccount>(accounts.Count);
        foreach (var address in accounts) found.Add(await client.GetAccountAsync(address));
        return found;
    }

    private static Nano Sum(IEnumerable<TonAccount> found) => found.Aggregate(Nano.Zero, (sum, account) => sum + account.Balance);
}
