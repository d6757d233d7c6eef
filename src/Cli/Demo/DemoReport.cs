using Cocoon.Core;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Cli.Demo;

/// <summary>Prints what happened to the money and holds it against receipt, batch and chain, to the nano.</summary>
internal static class DemoReport
{
    public static void Receipt(SignedReceipt signed)
    {
        var receipt = signed.Receipt;
        Console.WriteLine($"""
              receipt    {receipt.Hash()}
              job        {receipt.Job}, {receipt.Ending.ToString().ToLowerInvariant()}
              provider   {receipt.Provider}
              model      {receipt.Model}, weights {receipt.WeightHash.ToString()[..16]}…
              tokens     {receipt.Tokens.Prompt} prompt, {receipt.Tokens.Completion} completion
              charge     {receipt.Charge} = provider {receipt.ProviderPay} + fee {receipt.Fee}
              bonus      {receipt.Bonus} for the provider, out of the fee
              tier       {Core.Trust.TierNames.Name(receipt.Tier)}
              signed by  enclave key {signed.EnclaveKey.ToString()[..16]}…, market key {signed.MarketKey.ToString()[..16]}…
            """);
    }

    public static void Transactions(IEnumerable<AccountWatch> accounts)
    {
        foreach (var account in accounts)
            foreach (var transaction in account.Transactions)
                Console.WriteLine($"  {account.Name,-16} tx {transaction.Hash.ToString()[..24]}…  in {transaction.In?.Value ?? Nano.Zero,18}  out {Sum(transaction.Out.Select(message => message.Value)),18}  fees {transaction.Fees}");
    }

    public static void Balances(IReadOnlyList<AccountWatch> accounts)
    {
        Console.WriteLine($"  {"",-16} {"before",18} {"after",18} {"change",18}");
        foreach (var account in accounts)
            Console.WriteLine($"  {account.Name,-16} {account.Before,18} {account.After,18} {account.Change,18}");
    }

    /// <exception cref="CliException">Something does not add up.</exception>
    public static void Reconcile(Receipt receipt, Batch batch, AccountWatch client, AccountWatch channel, IReadOnlyList<AccountWatch> market, AccountWatch provider)
    {
        IReadOnlyList<AccountWatch> all = [client, channel, .. market, provider];
        foreach (var account in all)
            Require(account.Change == account.Explained, $"the balance of {account.Name} changed by {account.Change}, its transactions explain {account.Explained}");
        Require(receipt.ProviderPay + receipt.Fee == receipt.Charge, "provider pay and fee do not make the charge");
        Require(receipt.Bonus <= receipt.Fee, "the bonus is above the fee");
        var (earned, kept) = (receipt.ProviderPay + receipt.Bonus, receipt.Fee - receipt.Bonus);
        Require(client.Change.IsZero, $"the client's wallet changed by {client.Change}");
        Require(channel.Change == Nano.Zero - receipt.Charge - channel.Rent, $"the channel paid {channel.Change}, the receipt charges {receipt.Charge} and the rent is {channel.Rent}");
        Require(batch.PayoutTotal == earned, $"the batch pays {batch.PayoutTotal}, the receipt {earned}");
        Require(provider.Change + provider.NetworkFees == earned, $"the provider received {provider.Change}, the receipt says {earned}");
        var networkFees = Sum(all.Select(account => account.NetworkFees));
        Require(Sum(all.Select(account => account.Change)) == Nano.Zero - networkFees, "the changes of all accounts do not sum to the network fees");
        var marketChange = Sum(market.Select(account => account.Change));
        Require(marketChange == kept - (networkFees - provider.NetworkFees - channel.Rent), $"the market's change of {marketChange} is not its fee less bonus and network fees");
        Console.WriteLine($"  client paid {receipt.Charge} = provider got {earned}, bonus of {receipt.Bonus} included, + market kept {kept}");
        Console.WriteLine($"  network fees {networkFees}, paid by the market except the channel's rent of {channel.Rent}; read from {Counted.Of(all.Sum(account => account.Transactions.Count), "transaction")}");
        Console.WriteLine("  every balance agrees with its transactions, to the nano");
    }

    private static Nano Sum(IEnumerable<Nano> amounts) => amounts.Aggregate(Nano.Zero, (sum, amount) => sum + amount);

    private static void Require(bool condition, string what)
    {
        if (!condition) throw new CliException($"The books do not agree: {what}. This is a bug; please report it with the output above.");
    }
}
