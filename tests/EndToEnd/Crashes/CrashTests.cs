using System.Net.Http.Headers;
using System.Text;
using Cocoon.Cli.Dev;
using Cocoon.Core.Money;
using Cocoon.CrashHost;
using Cocoon.Grains;
using Cocoon.Storage;
using Microsoft.Extensions.Logging;

namespace Cocoon.EndToEnd.Tests.Crashes;

/// <summary>
/// kill -9 between any two steps of a job's life, then a restart on the same state: every acknowledged receipt is there,
/// every hold ends, every receipt is settled exactly once, and the chain agrees with the books to the nano.
/// </summary>
public sealed class CrashTests(AnsweredMarket answered) : IClassFixture<AnsweredMarket>
{
    /// <summary>Short, so that the holds of a process that dies before it charges end while the test watches.</summary>
    private static readonly TimeSpan ShortDeadline = TimeSpan.FromSeconds(8);

    /// <summary>Long enough for an answer on the slowest machine: a job past its deadline would never reach the later points.</summary>
    private static readonly TimeSpan LongDeadline = TimeSpan.FromMinutes(2);

    private static readonly Nano ChargeOfOne = new(16 * 20_000 + 9 * 60_000);

    /// <param name="point">Where the process dies.</param>
    /// <param name="charged">Whether the job that was cut off is charged.</param>
    [Theory]
    [InlineData(CrashPoint.AfterHold, false)]
    [InlineData(CrashPoint.AfterFirstToken, false)]
    [InlineData(CrashPoint.AfterReceiptWritten, false)]
    [InlineData(CrashPoint.AfterPost, true)]
    [InlineData(CrashPoint.AfterPush, true)]
    [InlineData(CrashPoint.AfterBatchWritten, true)]
    [InlineData(CrashPoint.AfterClaimSent, true)]
    [InlineData(CrashPoint.AfterPayoutSent, true)]
    [InlineData(CrashPoint.AfterBatchConfirmed, true)]
    public async Task Nothing_is_lost_when_the_process_dies(CrashPoint point, bool charged)
    {
        using var folder = answered.Copy();
        await Crash(folder.Path, point);

        await using var market = await Start(folder.Path);
        var network = market.Network;
        var grains = market.Node.Grains;
        var channel = grains.Channel(network.Channel);
        await DevWallet.Until(async () => (await channel.View()).Held.IsZero, "the end of every hold (I13)", CancellationToken.None);

        var receipts = charged ? 2 : 1;
        var view = await channel.View();
        view.ReceiptCount.Should().Be(receipts, "an acknowledged receipt is never lost (I8), and one that was not charged does not appear");
        view.Charged.Value.Should().Be(receipts * ChargeOfOne.Value, "charges are the receipts' and nothing else (I1, I3)");
        view.Available.Should().Be(view.Deposit - new Nano(50_000_000) - view.Charged, "nothing is held any more (I5)");

        await Answer(market.Node.Address, market.Node.ApiKey.Reveal(), LongDeadline);
        await channel.Push();
        // The batch that was cut off goes first; the rest is cut once it is confirmed.
        await DevWallet.Until(async () => await grains.Settlement(0).Settle() is null && await grains.Settlement(0).View() is { Pending: 0 }, "all batches", CancellationToken.None);

        var settlement = await grains.Settlement(0).View();
        settlement.ReceiptCount.Should().Be(receipts + 1, "each receipt reaches settlement exactly once (I6)");
        (settlement.Paid + settlement.Fees).Value.Should().Be((receipts + 1) * ChargeOfOne.Value, "pay and fee make the charge (I10)");
        var received = (await network.Ton.GetTransactionsAsync(network.Provider.Address, 100)).Sum(transaction => transaction.In!.Value.Value);
        received.Should().Be(settlement.Paid.Value, "the chain paid each receipt exactly once (I7)");
        var rent = (await network.Ton.GetTransactionsAsync(network.Channel, 100)).Sum(transaction => transaction.StorageFees.Value);
        (await network.Ton.GetAccountAsync(network.Channel)).Balance.Should().Be(view.Deposit - new Nano(((receipts + 1) * ChargeOfOne.Value) + rent), "the channel paid what its owner signed, and its rent (I4)");
    }

    [Fact]
    public async Task A_corrupt_state_file_is_refused_and_left_as_it_is()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "market.db");
        var garbage = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("this is no database ", 500)));
        await File.WriteAllBytesAsync(file, garbage);

        var starting = () => Start(folder.Path);

        (await starting.Should().ThrowAsync<StoreException>()).WithMessage($"*{file}*");
        (await File.ReadAllBytesAsync(file)).Should().Equal(garbage);
    }

    /// <summary>One job from request to settlement's door.</summary>
    internal static async Task Answer(string folder)
    {
        await using var market = await Start(folder);
        await Answer(market.Node.Address, market.Node.ApiKey.Reveal(), LongDeadline);
        // Left in the outbox, the receipt would be pushed at the next start, and the process would die before its job.
        await market.Node.Grains.Channel(market.Network.Channel).Push();
    }

    private static async Task Crash(string folder, CrashPoint point)
    {
        await using var process = await CrashingProcess.Start(folder, point);
        try
        {
            await Answer(process.Address, process.ApiKey, point < CrashPoint.AfterPost ? ShortDeadline : LongDeadline);
            if (point >= CrashPoint.AfterBatchWritten) await process.Settle();
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            // The process died while it answered, as it should. An error that it answered with is none of that.
        }
        (await process.Death()).Should().NotBe(0, "the process is to die at {0}", point);
    }

    private static async Task Answer(Uri address, string apiKey, TimeSpan deadline)
    {
        var body = $$$"""{"model":"tiny-jane","temperature":0,"messages":[{"role":"user","content":"What is the capital of France?"}],"cocoon":{"deadline_ms":{{{(int)deadline.TotalMilliseconds}}}}}""";
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "v1/chat/completions"));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private static Task<DevMarket> Start(string folder) =>
        DevMarket.Start(new DevNodeOptions(folder, Port: 0, KeepVouchers: true, LogLevel.Warning), static _ => { }, CancellationToken.None);
}
