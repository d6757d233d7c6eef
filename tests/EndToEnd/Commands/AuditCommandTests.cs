using System.Net.Http.Headers;
using System.Net.Http.Json;
using Cocoon.Cli.Dev;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Grains;
using Cocoon.Storage;
using Microsoft.Extensions.Logging;

namespace Cocoon.EndToEnd.Tests.Commands;

/// <summary>"cocoon audit" on the state file of a real market: while it runs, after it has stopped, and with something wrong in it.</summary>
public sealed class AuditCommandTests
{
    [Fact]
    public async Task The_books_are_sound_while_the_market_runs_and_after_it_and_a_change_in_them_is_found()
    {
        using var folder = new TestFolder();
        await using (var market = await DevMarket.Start(new DevNodeOptions(folder.Path, Port: 0, KeepVouchers: true, LogLevel.Warning), static _ => { }, CancellationToken.None))
        {
            using var api = new HttpClient { BaseAddress = market.Node.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", market.Node.ApiKey.Reveal()) } };
            var asking = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Ask(api)));
            // Under load: whatever moment it catches has to be a sound one.
            do await Audit(folder, 0, "sound.");
            while (!asking.IsCompleted);
            await asking;
            await market.Node.Grains.Channel(market.Network.Channel).Push();
            await DevWallet.Until(async () => await market.Node.Grains.Settlement(0).Settle() is null, "all batches", CancellationToken.None);
            await Audit(folder, 0, "1 channel, 8 jobs, 1 provider, 1 shard");
        }
        await Audit(folder, 0, "sound.", "--idle");

        await Steal(Path.Combine(folder.Path, "market.db"));

        await Audit(folder, 1, "I1   channel 0:");
    }

    [Fact]
    public async Task Without_a_state_file_it_says_what_to_give()
    {
        using var folder = new TestFolder();
        using var audit = CocoonProcess.Start(null, "audit", "--state", folder.Path);

        var (code, _, errors) = await audit.End();

        code.Should().Be(1);
        errors.Should().StartWith("cocoon: There is no state file").And.Contain("--state").And.NotContain("   at ");
    }

    private static async Task Ask(HttpClient api)
    {
        using var answer = await api.PostAsJsonAsync(new Uri("v1/chat/completions", UriKind.Relative),
            new { model = "tiny-jane", max_tokens = 8, messages = new[] { new { role = "user", content = "What is the capital of France?" } } });
        answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync());
    }

    private static async Task Audit(TestFolder folder, int code, string expected, params string[] options)
    {
        using var audit = CocoonProcess.Start(null, ["audit", "--state", folder.Path, .. options]);
        var (actual, output, errors) = await audit.End();
        (actual, errors).Should().Be((code, ""), output);
        output.Should().Contain(expected);
    }

    /// <summary>Charges a channel one nano for nothing.</summary>
    private static async Task Steal(string file)
    {
        var json = new SqliteStoreOptions().Json;
        await using var store = SqliteStore.Open(file);
        await foreach (var record in store.List("channel"))
        {
            var state = System.Text.Json.JsonSerializer.Deserialize<ChannelState>(record.Payload.Span, json)!;
            await store.Write("channel", record.GrainId, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(state with { Charged = state.Charged + new Nano(1) }, json), record.ETag);
        }
    }
}
