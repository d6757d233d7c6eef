using Cocoon.Cli.Market;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audit;
using Cocoon.Core.Channels;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.CrashHost.Chaos;
using Cocoon.CrashHost.Chaos.Postgres;
using Cocoon.Silo.Chain;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.EndToEnd.Tests.Chaos;

/// <summary>Looks at a market from outside: its stored records, the chain, and its client's memory.</summary>
internal sealed class ChaosAuditor(ChaosMarket market, MarketParameters rules)
{
    /// <summary>What is wrong in the stored records, whatever a crash has just left in them; nothing where the database is dead, too.</summary>
    public async Task<IReadOnlyList<Finding>> AfterCrash() => market.Postgres is { Server.IsAlive: false } ? [] : BooksAudit.Check(await ReadBooks(), Scope);

    /// <summary>What is missing until everything has come to its end; empty when all is settled.</summary>
    public async Task<IReadOnlyList<string>> Unsettled()
    {
        var books = await ReadBooks();
        var missing = BooksAudit.Check(books, Scope with { Quiet = true }).Select(finding => finding.ToString()).ToList();
        missing.AddRange(books.Jobs.Where(job => job.Value is { IsFinal: false, Receipt: null }).Select(job => $"job {job.Key} is {job.Value.Status}"));
        missing.AddRange(books.Channels.Where(channel => channel.Value.Vouched != channel.Value.Charged || !channel.Value.Unsettled.IsEmpty || !channel.Value.Held.IsZero)
            .Select(channel => $"channel {channel.Key} is charged {channel.Value.Charged}, vouched {channel.Value.Vouched}, held {channel.Value.Held}, and has {channel.Value.Unsettled.Length} receipts in its outbox"));
        missing.AddRange(books.Settlements.Where(shard => shard.Value is not { Open: null, Pending.IsEmpty: true })
            .Select(shard => $"shard {shard.Key} has {shard.Value.Pending.Count} receipts waiting{(shard.Value.Open is { } open ? $" and batch {open.Seqno} {open.Status}" : "")}"));
        return missing;
    }

    /// <summary>Everything held against everything: records, chain and the client's memory.</summary>
    public async Task<(Books Books, IReadOnlyList<Finding> Findings)> AtTheEnd(ClientJournal journal)
    {
        var books = await ReadBooks();
        return (books, BooksAudit.Check(books, Scope with { Quiet = true, Chain = await ReadChain(), Clients = Remember(journal) }));
    }

    /// <summary>All of an account's transactions.</summary>
    public async Task<IReadOnlyList<TonTransaction>> Transactions(AccountAddress account)
    {
        var all = new List<TonTransaction>();
        do all.AddRange(await market.Network.Ton.GetTransactionsAsync(account, all.Count == 0 ? null : all[^1].Previous, 100, 0));
        while (all.Count > 0 && all[^1].Previous is not null);
        return all;
    }

    private AuditScope Scope => new() { Now = DateTimeOffset.UtcNow, Limits = rules.Channel };

    private async Task<Books> ReadBooks()
    {
        if (market.Postgres is null) return await StoredBooks.ReadFile(market.State, CancellationToken.None);
        var states = await PostgresLedger.Read(market.Postgres.ConnectionString);
        return StoredBooks.From(stateName => states[stateName].Select(state => (state.Key, (ReadOnlyMemory<byte>)state.Json)));
    }

    private async Task<ChainSnapshot> ReadChain()
    {
        var network = market.Network;
        var chain = new TonMarketChain(rules, network.Keys.Operator, network.Ton, Ed25519.Default, NullLogger<TonMarketChain>.Instance);
        var income = (await Transactions(network.Provider.Address)).Aggregate(Nano.Zero, (sum, transaction) => sum + transaction.In!.Value);
        return new ChainSnapshot
        {
            Channels = new Dictionary<AccountAddress, ChannelFacts> { [network.Channel] = (await chain.ReadChannel(network.Channel, CancellationToken.None))! },
            Vaults = new Dictionary<int, VaultFacts> { [0] = (await chain.ReadVault(0, CancellationToken.None))! },
            Income = new Dictionary<AccountAddress, ProviderIncome> { [network.Provider.Address] = new(income) },
            UsedOtherwise = new HashSet<BatchId>(),
        };
    }

    private ClientMemory Remember(ClientJournal journal) => new()
    {
        Receipts = journal.Receipts().ToDictionary(receipt => receipt.Key, receipt => receipt.Value.Hash),
        Taken = Vouchers(journal.NewestTaken),
        Signed = Vouchers(journal.Signed),
    };

    private Dictionary<AccountAddress, Voucher> Vouchers(RememberedVoucher? voucher) => voucher is null
        ? []
        : new() { [market.Network.Channel] = new Voucher(market.Network.Channel, voucher.Amount, voucher.Seqno) };
}
