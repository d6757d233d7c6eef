using System.Diagnostics;
using System.Net.Http.Headers;
using Cocoon.Cli.Market;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audit;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Silo.Chain;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.ClusterKit.Judging;

/// <summary>Judges a whole market after a run: stored records, chain, and what callers saw, each held against the others.</summary>
internal sealed class MarketJudge(ClusterMarket market)
{
    private const int TransactionsPerPage = 100;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Has everything settled, as an operator would, and waits until nothing is under way any more: every job ended, every
    /// receipt paid for and in a batch on chain.
    /// </summary>
    /// <param name="patience">How long it may take; jobs that a kill cut off end by their deadline.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is still under way; empty when all is settled.</returns>
    public async Task<IReadOnlyList<string>> Settle(TimeSpan patience, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", market.AdminKey) } };
        while (true)
        {
            var open = Open(await Books(cancellationToken));
            if (open.Count == 0 || clock.Elapsed > patience) return open;
            try
            {
                using var answer = await http.PostAsync(new Uri(market.Gateways[0].Address, "cocoon/v1/admin/settlement/0/settle"), null, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // Asked again soon.
            }
            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <param name="log">What the callers saw, in all runs on this market.</param>
    /// <param name="outages">When processes were killed.</param>
    /// <param name="isQuiet">Whether all has been settled, so that books and chain have to agree to the nano.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What is wrong; empty when all is well.</returns>
    public async Task<IReadOnlyList<string>> Check(LoadLog log, IReadOnlyList<Outage> outages, bool isQuiet, CancellationToken cancellationToken)
    {
        var rules = await market.Network.Rules(cancellationToken);
        // What providers received before the books: it was written down before it was sent, and settlement goes on meanwhile.
        var income = await Income(cancellationToken);
        // The rest of the chain after them: they may be behind it, never ahead.
        var books = await Books(cancellationToken);
        var chain = await ReadChain(books, rules, cancellationToken) with { Income = income };
        var scope = new AuditScope { Now = DateTimeOffset.UtcNow, Quiet = isQuiet, Limits = rules.Channel, Chain = chain, Clients = LoadJudge.Memory(log) };
        return [.. BooksAudit.Check(books, scope).Select(finding => finding.ToString()), .. LoadJudge.Check(log, books, outages), .. await ByTool(isQuiet)];
    }

    public Task<Books> Books(CancellationToken cancellationToken) => StoredBooks.ReadSettings(market.AuditorFile, cancellationToken);

    /// <summary>What the product's own command says.</summary>
    private async Task<IReadOnlyList<string>> ByTool(bool isQuiet)
    {
        string[] arguments = ["audit", "--config", market.AuditorFile];
        var (code, said) = await market.RunTool(isQuiet ? [.. arguments, "--idle"] : arguments);
        return code == 0 ? [] : [$"cocoon audit ended with exit code {code}: {said}"];
    }

    private static List<string> Open(Books books)
    {
        // A receipt that is stored is the last that is written of a job; whether it is charged stands in its channel's books.
        var open = books.Jobs.Where(job => job.Value is { IsFinal: false, Status: not JobStatus.Completed }).Select(job => $"job {job.Key} is {job.Value.Status}").ToList();
        open.AddRange(books.Channels.Where(channel => channel.Value.Vouched != channel.Value.Charged || !channel.Value.Unsettled.IsEmpty || !channel.Value.Held.IsZero)
            .Select(channel => $"channel {channel.Key} is charged {channel.Value.Charged}, vouched {channel.Value.Vouched}, held {channel.Value.Held}, and has {channel.Value.Unsettled.Length} receipts in its outbox"));
        open.AddRange(books.Settlements.Where(shard => shard.Value is not { Open: null, Pending.IsEmpty: true })
            .Select(shard => $"shard {shard.Key} has {shard.Value.Pending.Count} receipts waiting{(shard.Value.Open is { } batch ? $" and batch {batch.Seqno} {batch.Status}" : "")}"));
        return open;
    }

    private async Task<ChainSnapshot> ReadChain(Books books, MarketParameters rules, CancellationToken cancellationToken)
    {
        var network = market.Network;
        var chain = new TonMarketChain(rules, network.Keys.Operator, network.Ton, Ed25519.Default, NullLogger<TonMarketChain>.Instance);
        var channels = new Dictionary<AccountAddress, ChannelFacts>();
        foreach (var channel in books.Channels.Keys) channels[channel] = await chain.ReadChannel(channel, cancellationToken) ?? throw new ClusterException($"Channel {channel} is not on the chain.");
        return new ChainSnapshot
        {
            Channels = channels,
            Vaults = new Dictionary<int, VaultFacts> { [0] = (await chain.ReadVault(0, cancellationToken))! },
            UsedOtherwise = new HashSet<BatchId>(),
        };
    }

    private async Task<Dictionary<AccountAddress, ProviderIncome>> Income(CancellationToken cancellationToken)
    {
        var income = new Dictionary<AccountAddress, ProviderIncome>();
        foreach (var provider in market.Network.Providers) income[provider] = new(await Received(provider, cancellationToken));
        return income;
    }

    private async Task<Nano> Received(AccountAddress account, CancellationToken cancellationToken)
    {
        var sum = Nano.Zero;
        for (IReadOnlyList<TonTransaction> page = []; ;)
        {
            page = await market.Network.Ton.GetTransactionsAsync(account, page.Count == 0 ? null : page[^1].Previous, TransactionsPerPage, 0, cancellationToken);
            sum = page.Aggregate(sum, (total, transaction) => total + transaction.In!.Value);
            if (page.Count == 0 || page[^1].Previous is null) return sum;
        }
    }
}
