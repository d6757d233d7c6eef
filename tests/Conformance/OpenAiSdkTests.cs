using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;

namespace Cocoon.Conformance.Tests;

/// <summary>The official OpenAI SDK against the gateway, as an application uses it.</summary>
[Collection(MarketCollection.Name)]
public sealed class OpenAiSdkTests(MarketFixture fixture)
{
    private static readonly UserChatMessage Question = new("What is the capital of France?");
    private static readonly ChatCompletionOptions Greedy = new() { Temperature = 0 };

    private OpenAIClientOptions Options => new() { Endpoint = new Uri(fixture.Market.Node.Address, "v1") };

    private ChatClient Chat(string model = "tiny-jane", string? key = null) =>
        new(model, new ApiKeyCredential(key ?? fixture.Market.Node.ApiKey.Reveal()), Options);

    [Fact]
    public async Task A_completion_answers_with_text_and_usage()
    {
        var completion = (await Chat().CompleteChatAsync([Question], Greedy)).Value;

        completion.Content[0].Text.Should().Be("The capital of France is Paris.");
        completion.FinishReason.Should().Be(ChatFinishReason.Stop);
        completion.Usage.InputTokenCount.Should().Be(16);
        completion.Usage.OutputTokenCount.Should().Be(9);
        completion.Usage.TotalTokenCount.Should().Be(25);
    }

    [Fact]
    public async Task A_stream_brings_the_answer_token_by_token_and_the_usage_at_the_end()
    {
        var pieces = new List<string>();
        ChatTokenUsage? usage = null;
        await foreach (var update in Chat().CompleteChatStreamingAsync([Question], Greedy))
        {
            pieces.AddRange(update.ContentUpdate.Select(part => part.Text).Where(text => text.Length > 0));
            usage = update.Usage ?? usage;
        }

        string.Concat(pieces).Should().Be("The capital of France is Paris.");
        pieces.Should().HaveCountGreaterThan(3, "an answer that arrives in one piece is not a stream");
        usage!.OutputTokenCount.Should().Be(9);
    }

    [Fact]
    public async Task A_token_limit_ends_the_answer_with_length()
    {
        var completion = (await Chat().CompleteChatAsync([Question], new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = 3 })).Value;

        completion.FinishReason.Should().Be(ChatFinishReason.Length);
        completion.Usage.OutputTokenCount.Should().Be(3);
    }

    [Fact]
    public async Task The_models_list_names_what_is_offered()
    {
        var models = (await new OpenAIModelClient(new ApiKeyCredential(fixture.Market.Node.ApiKey.Reveal()), Options).GetModelsAsync()).Value;

        models.Select(model => model.Id).Should().Equal("tiny-jane");
    }

    [Fact]
    public async Task An_unknown_model_is_a_404()
    {
        var asking = () => Chat("gpt-nothing").CompleteChatAsync([Question]);

        (await asking.Should().ThrowAsync<ClientResultException>()).Which.Status.Should().Be(404);
    }

    [Fact]
    public async Task A_wrong_key_is_a_401()
    {
        var asking = () => Chat(key: "sk-cocoon-nonsense").CompleteChatAsync([Question]);

        (await asking.Should().ThrowAsync<ClientResultException>()).Which.Status.Should().Be(401);
    }

    [Fact]
    public async Task What_is_charged_is_what_the_receipts_say()
    {
        var before = await fixture.Market.Node.Channel();

        await Chat().CompleteChatAsync([Question], Greedy);

        var after = await fixture.Market.Node.Channel();
        (after.Charged - before.Charged).Value.Should().Be(16 * 20_000 + 9 * 60_000);
        after.ReceiptCount.Should().Be(before.ReceiptCount + 1);
        after.Held.IsZero.Should().BeTrue("a finished job holds nothing");
        after.Vouched.Should().Be(after.Charged, "the gateway keeps this account's voucher key");
    }
}
