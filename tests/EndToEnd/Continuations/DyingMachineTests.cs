using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;

namespace Cocoon.EndToEnd.Tests.Continuations;

/// <summary>
/// A real machine dies in the middle of a real answer. In one process its engine is what can be killed: it is closed while it
/// writes, for good. Its keys stay, so it signs for what it had handed out.
/// </summary>
public sealed class DyingMachineTests
{
    [Fact]
    public async Task The_answer_goes_on_at_the_other_machine_to_the_letter_and_both_jobs_are_proven_and_paid()
    {
        await using var market = await MortalMarket.Start();
        var whole = await StreamedAnswer.Ask(market.Api, "simulated", static () => Task.CompletedTask);

        var word = market.Doom.Await();
        var pieced = await StreamedAnswer.Ask(market.Api, "simulated", () => Task.FromResult(word.TrySetResult()));

        pieced.Tokens.Should().Equal(whole.Tokens, "who reads it does not notice");
        pieced.Jobs.Should().HaveCount(2);
        pieced.Jobs[0].GetProperty("reason").GetString().Should().Be("engine_failed");
        var (all, first, rest) = (StreamedAnswer.Receipt(whole.Jobs[0]), StreamedAnswer.Receipt(pieced.Jobs[0]), StreamedAnswer.Receipt(pieced.Jobs[1]));
        pieced.Told.GetProperty("total_charge_nano").GetInt64().Should().Be((first.Receipt.Charge + rest.Receipt.Charge).Value);
        AddUp(all.Receipt, first.Receipt, rest.Receipt);
        OpenUp(pieced, first.Receipt, rest.Receipt);
        await IsSettled(market, all, first, rest);
    }

    /// <summary>Every token is one job's, and the second machine reads what the first one wrote.</summary>
    private static void AddUp(Receipt all, Receipt first, Receipt rest)
    {
        (first.Ending, rest.Ending).Should().Be((JobEnding.Interrupted, all.Ending));
        first.Provider.Should().NotBe(rest.Provider);
        first.Tokens.Completion.Should().BePositive();
        (first.Tokens.Completion + rest.Tokens.Completion).Should().Be(all.Tokens.Completion);
        Prompt(first.Tokens).Should().Be(Prompt(all.Tokens));
        Prompt(rest.Tokens).Should().Be(Prompt(all.Tokens) + first.Tokens.Completion);

        static long Prompt(TokenCounts tokens) => tokens.Prompt + tokens.CachedPrompt;
    }

    /// <summary>Each machine signed what it was asked and what it said.</summary>
    private static void OpenUp(StreamedAnswer answer, Receipt first, Receipt rest)
    {
        var (salt, count) = (StreamedAnswer.Salt(answer.Jobs[0]), (int)first.Tokens.Completion);
        first.PromptCommitment.Should().Be(Commitment.OfPrompt(salt, [("user", StreamedAnswer.Question)]));
        first.AnswerCommitment.Should().Be(Commitment.OfAnswer(salt, answer.TextOf(0, count)));

        salt = StreamedAnswer.Salt(answer.Jobs[1]);
        var request = Encoding.UTF8.GetBytes(answer.Told.GetProperty("request").GetString()!);
        rest.PromptCommitment.Should().Be(Commitment.OfRequest(salt, request));
        rest.AnswerCommitment.Should().Be(Commitment.OfAnswer(salt, answer.TextOf(count, answer.Tokens.Count - count)));
        using var written = JsonDocument.Parse(request);
        written.RootElement.GetProperty("messages")[0].GetProperty("content").GetString().Should().Be(StreamedAnswer.Question);
        written.RootElement.GetProperty("cocoon").GetProperty("written").EnumerateArray().Select(static id => id.GetInt32()).Should().Equal(answer.Tokens.Take(count).Select(static token => token.Id));
    }

    private static async Task IsSettled(MortalMarket market, params SignedReceipt[] receipts)
    {
        var sum = new Nano(receipts.Sum(static signed => signed.Receipt.Charge.Value));
        var settled = await market.Settle();
        settled.Differences.Should().BeEmpty("the books and the chain agree");
        settled.ReceiptCount.Should().Be(receipts.Length);
        (settled.Paid + settled.Fees).Should().Be(sum);
        var channel = await market.Channel();
        (channel.Charged, channel.Vouched, channel.Held, channel.ReceiptCount).Should().Be((sum, sum, Nano.Zero, receipts.Length));
        foreach (var receipt in receipts)
        {
            var file = (await market.Api.GetFromJsonAsync<ReceiptFile>(new Uri($"cocoon/v1/receipts/{receipt.Receipt.Job}/file", UriKind.Relative), ReceiptJson.Options))!;
            file.Receipt.Should().Be(receipt, "the answer told the one that counts");
            (await market.Doubts(file)).Should().BeEmpty();
        }
        (await market.Audit()).Should().BeEmpty("the books are sound");
    }
}
