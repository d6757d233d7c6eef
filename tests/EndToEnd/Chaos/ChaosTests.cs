using System.Diagnostics;
using System.Globalization;
using Cocoon.Core.Audit;
using Cocoon.CrashHost.Chaos;
using Xunit.Abstractions;

namespace Cocoon.EndToEnd.Tests.Chaos;

/// <summary>
/// The live market in processes of their own, each killed again and again while a client buys: two minutes, or
/// COCOON_CHAOS_MINUTES. Then it is left to settle, and records, chain and the client's memory have to agree to the nano.
/// COCOON_CHAOS_SEED repeats the kills of a run, if not their very moments.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int LeastKills = 20;
    private const int LeastReceipts = 20;
    private static readonly TimeSpan SettleTime = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Nothing_is_lost_whatever_is_killed_and_whenever()
    {
        var seed = Setting("COCOON_CHAOS_SEED") is { } wanted ? (int)wanted : Random.Shared.Next();
        var time = TimeSpan.FromMinutes(Setting("COCOON_CHAOS_MINUTES") ?? 2);
        output.WriteLine($"COCOON_CHAOS_SEED={seed}");
        await using var market = await ChaosMarket.Create();
        output.WriteLine($"grain states in {(market.Postgres is null ? "SQLite" : "PostgreSQL")}");
        var killer = new Killer(market, seed);
        await killer.StartAll();
        var auditor = new ChaosAuditor(market, await market.Rules());
        var findings = new List<Finding>();
        using var closing = new CancellationTokenSource();
        var settling = SettleNowAndThen(market, closing.Token);

        await killer.Run(time, LeastKills, async () => findings.AddRange(await auditor.AfterCrash()));
        findings.Should().BeEmpty($"what a crash leaves is sound; seed {seed}, kills:\n{killer.Log}");
        await Settle(market, killer, auditor, seed);
        await closing.CancelAsync();
        await settling;
        await market.Client.Stop();
        await market.Silo.Stop();

        await Check(market, killer, auditor, seed);
    }

    private static async Task SettleNowAndThen(ChaosMarket market, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await market.TryToSettle();
            await Task.Delay(Poll, CancellationToken.None);
        }
    }

    /// <summary>No more kills and no more jobs: every hold ends, every receipt reaches its caller, is paid for and settled.</summary>
    private static async Task Settle(ChaosMarket market, Killer killer, ChaosAuditor auditor, int seed)
    {
        await market.Client.Say("rest");
        var clock = Stopwatch.StartNew();
        IReadOnlyList<string> missing;
        while ((missing = await auditor.Unsettled()).Count > 0)
        {
            clock.Elapsed.Should().BeLessThan(SettleTime, $"all is to settle, and this is not:\n{string.Join('\n', missing)}\nseed {seed}, kills:\n{killer.Log}\nThe silo said:\n{market.Silo.Errors}");
            await Task.Delay(Poll);
        }
    }

    private async Task Check(ChaosMarket market, Killer killer, ChaosAuditor auditor, int seed)
    {
        using var journal = ClientJournal.ReadOnly(market.Journal);
        var (books, findings) = await auditor.AtTheEnd(journal);
        var because = $"seed {seed}, kills:\n{killer.Log}";
        findings.Should().BeEmpty(because);
        journal.Wrongs().Should().BeEmpty(because);
        killer.Deaths.Should().BeEmpty(because);

        var channel = books.Channels[market.Network.Channel];
        var receipts = journal.Receipts();
        output.WriteLine($"{killer.Kills} kills, {books.Jobs.Count} jobs, {receipts.Count} receipts, {books.Batches.Count} batches, {channel.Charged} charged");
        receipts.Count.Should().BeGreaterThan(LeastReceipts, because);
        channel.ReceiptCount.Should().Be(receipts.Count, $"the client knows every receipt it was charged for, each once; {because}");
        channel.Charged.Value.Should().Be(receipts.Values.Sum(receipt => receipt.Charge.Value), because);
        var rent = (await auditor.Transactions(market.Network.Channel)).Sum(transaction => transaction.StorageFees.Value);
        (await market.Network.Ton.GetAccountAsync(market.Network.Channel)).Balance.Value
            .Should().Be(channel.Deposit.Value - channel.Charged.Value - rent, $"the channel paid what its owner signed, and its rent; {because}");
    }

    private static double? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
