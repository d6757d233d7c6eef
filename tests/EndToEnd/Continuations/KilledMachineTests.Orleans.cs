using System.Diagnostics;
using System.Net.Http.Headers;
using Cocoon.Cli.Dev;
using Cocoon.Cli.Market;
using Cocoon.Core.Audit;
using Cocoon.Core.Receipts;
using Cocoon.CrashHost.Chaos;
using Cocoon.EndToEnd.Tests.Chaos;
using Cocoon.Grains.Edge;
using Cocoon.Grains.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.EndToEnd.Tests.Continuations;

/// <summary>kill -9 of a machine's process in the middle of its answer: nobody is left who could sign for what it said.</summary>
public sealed class KilledMachineTests
{
    /// <summary>Longer than a machine that lives is ever silent, even where all processors are busy.</summary>
    private static readonly EdgeLimits Patience = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(0.5));

    [Fact]
    public async Task The_answer_goes_on_at_another_machine_to_the_letter_and_what_the_dead_one_said_is_free()
    {
        using var folder = new TestFolder();
        await using var market = await DevMarket.Start(
            new DevNodeOptions(folder.Path, Port: 0, KeepVouchers: true, LogLevel.Error, Override: static builder => builder.Services.AddSingleton(Patience)), static _ => { }, CancellationToken.None);
        using var api = new HttpClient { BaseAddress = market.Node.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", market.Node.ApiKey.Reveal()) } };
        var whole = await StreamedAnswer.Ask(api, "simulated", static () => Task.CompletedTask);
        await using var doomed = Machine(market, folder, EdgeRole.Stalls);
        await using var other = Machine(market, folder, EdgeRole.Answers);
        // One after the other: the router gives little to new machines, and never less to the older and cheaper of two.
        await Start(market, doomed, offers: 2);
        await Start(market, other, offers: 3);

        var pieced = await StreamedAnswer.Ask(api, "open", doomed.Kill);

        pieced.Tokens.Should().Equal(whole.Tokens, "who reads it does not notice");
        pieced.Jobs.Should().HaveCount(2);
        var (reason, cost) = (pieced.Jobs[0].GetProperty("reason").GetString(), pieced.Jobs[0].GetProperty("charge_nano").GetInt64());
        (reason, cost).Should().Be(("engine_failed", 0));
        pieced.Jobs[0].TryGetProperty("receipt", out _).Should().BeFalse();
        var (all, rest) = (StreamedAnswer.Receipt(whole.Told).Receipt, StreamedAnswer.Receipt(pieced.Told).Receipt);
        rest.Tokens.Completion.Should().Be(all.Tokens.Completion - 1, "the first token had come");
        rest.AnswerCommitment.Should().Be(Commitment.OfAnswer(StreamedAnswer.Salt(pieced.Told), pieced.TextOf(1, pieced.Tokens.Count - 1)));
        pieced.Told.GetProperty("total_charge_nano").GetInt64().Should().Be(rest.Charge.Value);
        (await market.Node.Channel()).Charged.Value.Should().Be(all.Charge.Value + rest.Charge.Value);
        BooksAudit.Check(await StoredBooks.ReadFile(Path.Combine(folder.Path, "market.db"), CancellationToken.None), new AuditScope { Now = DateTimeOffset.UtcNow }).Should().BeEmpty("the books are sound");
    }

    private static Victim Machine(DevMarket market, TestFolder folder, string way) => new($"machine that {way}", Role.Ready, () => new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Cocoon.CrashHost.dll"), "edge", folder.Path, $"{market.Network.ChainApi}", $"{market.Node.Silo}", way]));

    /// <summary>Starts a machine, and waits until the gateway's router knows it.</summary>
    private static async Task Start(DevMarket market, Victim machine, int offers)
    {
        (await machine.Start()).Should().BeTrue("it says {0}", machine.Errors);
        var book = market.Node.Services.GetRequiredService<OfferBook>();
        await DevWallet.Until(async () => (await book.Of(market.Node.Model.Id)).Offers.Count == offers, "its offer", CancellationToken.None);
    }
}
