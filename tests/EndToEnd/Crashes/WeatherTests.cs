using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Cocoon.Cli.Dev;
using Cocoon.Core.Money;
using Cocoon.Grains;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Cocoon.EndToEnd.Tests.Crashes;

/// <summary>
/// The real market on a chain with bad weather: messages that are dropped, delayed, doubled and refused, replies that are
/// lost, rate limits, outages, and reorganisations down to eight blocks. When the sun comes out, every receipt was paid
/// exactly once and books and chain agree to the nano.
/// </summary>
public sealed class WeatherTests(ITestOutputHelper output)
{
    private const int Rounds = 6;
    private const uint Finality = 8;
    private const string Request = """{"model":"tiny-jane","temperature":0,"messages":[{"role":"user","content":"What is the capital of France?"}]}""";
    private static readonly Nano ChargeOfOne = new((16 * 20_000) + (9 * 60_000));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Nothing_is_lost_or_paid_twice_in_any_weather(int seed)
    {
        using var folder = new TestFolder();
        await using var market = await DevMarket.Start(
            new DevNodeOptions(folder.Path, Port: 0, KeepVouchers: true, LogLevel.Error, FinalityBlocks: Finality), static _ => { }, CancellationToken.None);
        using var chain = new HttpClient { BaseAddress = market.Chain.Api };
        using var api = new HttpClient { BaseAddress = market.Node.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", market.Node.ApiKey.Reveal()) } };
        var grains = market.Node.Grains;
        var settlement = grains.Settlement(0);
        var channel = grains.Channel(market.Network.Channel);
        var chance = new Random(seed);
        output.WriteLine($"seed {seed}");
        await Post(chain, "/dev/weather", new { blockTime = 20 });
        await DevWallet.Until(async () => (await channel.Open()).Deposit.IsPositive, "a final deposit", CancellationToken.None);
        for (var round = 0; round < Rounds; round++)
        {
            // After a reorganisation there must be as many new blocks before the next one can be as deep.
            await Post(chain, "/dev/block", new { count = Finality });
            await Ask(api);
            await channel.Push();
            if (round % 2 == 0)
            {
                await Post(chain, "/dev/weather", new { dropShare = 0.2, delayShare = 0.3, duplicateShare = 0.2, rejectShare = 0.1, loseReplyShare = 0.2 });
                await TryToSettle(settlement);
            }
            else
            {
                // In clear weather the payout gets through, and is then taken back before it is final.
                await Post(chain, "/dev/weather", new { dropShare = 0, delayShare = 0, duplicateShare = 0, rejectShare = 0, loseReplyShare = 0 });
                await DevWallet.Until(async () => await TryToSettle(settlement) && await settlement.View() is { Open: null } or { Open.Sighting: not null }, "a payout", CancellationToken.None);
            }
            await Post(chain, "/dev/weather", new { outage = chance.Next(3) switch { 0 => "503", 1 => "cut", _ => "none" } });
            await Post(chain, "/dev/reorg", new { depth = chance.Next(1, (int)Finality + 1), keep = chance.NextDouble() });
            // What was dropped can expire, and be signed anew.
            await Post(chain, "/dev/time", new { addSeconds = 61 });
            await Post(chain, "/dev/weather", new { outage = "none" });
        }

        await Post(chain, "/dev/weather", new { dropShare = 0, delayShare = 0, duplicateShare = 0, rejectShare = 0, loseReplyShare = 0 });
        await Post(chain, "/dev/time", new { addSeconds = 61 });
        await DevWallet.Until(async () => await TryToSettle(settlement) && await settlement.View() is { Open: null, Pending: 0 }, "all batches", CancellationToken.None);

        var view = await settlement.Reconcile();
        view.Differences.Should().BeEmpty();
        view.ReceiptCount.Should().Be(Rounds);
        (view.Paid + view.Fees).Value.Should().Be(Rounds * ChargeOfOne.Value);
        var provider = await market.Network.Ton.GetTransactionsAsync(market.Network.Provider.Address, 100);
        provider.Sum(transaction => transaction.In!.Value.Value).Should().Be(view.Paid.Value, "each receipt was paid exactly once");
        (await channel.Open()).Claimed.Value.Should().Be(Rounds * ChargeOfOne.Value);
    }

    /// <returns>False when the chain's weather kept it from cutting.</returns>
    private static async Task<bool> TryToSettle(Grains.Settlement.ISettlementGrain settlement)
    {
        try
        {
            await settlement.Settle();
            return true;
        }
        catch (Exception e) when (e is Ton.Client.TonClientException or RefusedException or TimeoutException)
        {
            return false;
        }
    }

    private static async Task Ask(HttpClient api)
    {
        using var answer = await api.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), new StringContent(Request, Encoding.UTF8, "application/json"));
        answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync());
    }

    private static async Task Post(HttpClient chain, string path, object body)
    {
        using var answer = await chain.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync());
    }
}
