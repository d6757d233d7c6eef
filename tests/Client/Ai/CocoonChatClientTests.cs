using System.Text.Json;
using Cocoon.Client.Ai;
using Cocoon.Core.Receipts;
using Microsoft.Extensions.AI;
using NSubstitute;

namespace Cocoon.Client.Tests.Ai;

/// <summary>Cocoon as .NET's AI apps see it.</summary>
public sealed class CocoonChatClientTests
{
    private static readonly ChatChoice Calling = new(0, "Let me see.", "", [new ChatToolCall("c1", "add", """{"a":2}""")], ChatFinish.ToolCalls, []);
    private readonly ICocoonClient _cocoon = Substitute.For<ICocoonClient>();

    [Fact]
    public async Task All_that_options_can_say_reaches_the_machine()
    {
        ChatRequest? asked = null;
        _cocoon.ChatAsync(Arg.Do<ChatRequest>(request => asked = request), Arg.Any<CancellationToken>()).Returns(Result(Calling));
        var schema = JsonElement.Parse("""{"type":"object"}""");

        await _cocoon.AsChatClient("model").GetResponseAsync(
            [
                new(ChatRole.System, "Be short."),
                new(ChatRole.Assistant, [new TextReasoningContent("hm"), new FunctionCallContent("c0", "add", new Dictionary<string, object?> { ["a"] = 1 })]),
                new(ChatRole.Tool, [new FunctionResultContent("c0", 7), new FunctionResultContent("c1", "text")]),
            ],
            new ChatOptions
            {
                Instructions = "Be kind.", ModelId = "other", MaxOutputTokens = 9, Temperature = 0.5f, TopP = 0.9f, Seed = 3, FrequencyPenalty = 1, PresencePenalty = -1, StopSequences = ["END"],
                ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "shape"), Tools = [AIFunctionFactory.Create(static (int a) => a, "add", "Adds.")],
                ToolMode = ChatToolMode.RequireSpecific("add"), AllowMultipleToolCalls = false, RawRepresentationFactory = static _ => new ChatRequest("", []) { Tier = "cpu-tee", IdempotencyKey = "k" },
            });

        asked!.Turns.Select(static turn => (turn.Role, turn.Content, turn.ToolCallId)).Should().Equal(
            ("system", "Be kind.", null), ("system", "Be short.", null), ("assistant", "", null), ("tool", "7", "c0"), ("tool", "text", "c1"));
        asked.Turns[2].ToolCalls.Should().Equal(new ChatToolCall("c0", "add", """{"a":1}"""));
        using var body = JsonDocument.Parse(Http.ChatBody.Write(asked, []));
        var root = body.RootElement;
        (asked.Model, asked.Tier, asked.IdempotencyKey, asked.MaxTokens, asked.Seed).Should().Be(("other", "cpu-tee", "k", 9, 3L));
        root.GetProperty("tools")[0].GetProperty("function").GetProperty("parameters").GetProperty("properties").GetProperty("a").GetProperty("type").GetString().Should().Be("integer");
        root.GetProperty("tool_choice").GetProperty("function").GetProperty("name").GetString().Should().Be("add");
        root.GetProperty("response_format").GetProperty("json_schema").GetProperty("name").GetString().Should().Be("shape");
        (root.GetProperty("stop")[0].GetString(), root.GetProperty("parallel_tool_calls").GetBoolean()).Should().Be(("END", false));
    }

    [Fact]
    public async Task An_answer_comes_with_calls_usage_and_the_facts_of_its_payment()
    {
        _cocoon.ChatAsync(default!, default).ReturnsForAnyArgs(Result(Calling));
        using var chat = _cocoon.AsChatClient("model");

        var response = await chat.GetResponseAsync("2 + ?");

        response.Text.Should().Be("Let me see.");
        response.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
        var call = response.Messages[0].Contents.OfType<FunctionCallContent>().Should().ContainSingle().Subject;
        (call.CallId, call.Name, call.Arguments!["a"]!.ToString()).Should().Be(("c1", "add", "2"));
        (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount).Should().Be((10, 2));
        response.AdditionalProperties![CocoonAi.Facts].Should().BeOfType<ChatResult>().Which.Receipt.Should().NotBeNull();
        chat.GetService<ICocoonClient>().Should().BeSameAs(_cocoon);
        chat.GetService<ChatClientMetadata>()!.DefaultModelId.Should().Be("model");
    }

    [Fact]
    public async Task A_stream_gives_text_as_it_comes_then_whole_calls_usage_and_facts()
    {
        _cocoon.StreamChatAsync(default!, default).ReturnsForAnyArgs(Stream());

        var updates = await _cocoon.AsChatClient("model").GetStreamingResponseAsync("2 + ?").ToListAsync();
        var response = updates.ToChatResponse();

        updates.Select(static update => update.Text).Should().Equal("Let me ", "see.", "", "");
        response.Text.Should().Be("Let me see.");
        response.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
        response.Messages.Should().ContainSingle().Which.Contents.OfType<FunctionCallContent>().Should().ContainSingle();
        response.Usage!.OutputTokenCount.Should().Be(2);
        updates[^1].AdditionalProperties![CocoonAi.Facts].Should().BeOfType<ChatResult>();

        static async IAsyncEnumerable<ChatUpdate> Stream()
        {
            await Task.Yield();
            yield return new ChatUpdate("Let me ", null);
            yield return new ChatUpdate("see.", null);
            yield return new ChatUpdate("", null) { ToolCall = new ToolCallUpdate(0, "c1", "add", "{\"a\"") };
            yield return new ChatUpdate("", null) { ToolCall = new ToolCallUpdate(0, null, null, ":2}"), Finish = ChatFinish.ToolCalls };
            yield return new ChatUpdate("", Result(Calling));
        }
    }

    [Fact]
    public async Task What_machines_cannot_read_is_refused_by_name()
    {
        var image = new ChatMessage(ChatRole.User, [new UriContent("https://example.org/a.png", "image/png")]);

        await FluentActions.Awaiting(() => _cocoon.AsChatClient("model").GetResponseAsync([image])).Should().ThrowAsync<NotSupportedException>().WithMessage("*UriContent*");
    }

    [Fact]
    public async Task Embeddings_keep_the_order_of_their_texts()
    {
        EmbeddingRequest? asked = null;
        var receipt = FakeMarket.Signed(FakeMarket.Honest(Core.Jobs.JobId.FromIdempotencyKey("a", "b")));
        _cocoon.EmbedAsync(Arg.Do<EmbeddingRequest>(request => asked = request), Arg.Any<CancellationToken>())
            .Returns(new EmbeddingResult([new float[] { 1 }, new float[] { 2 }], "job", "simulated", receipt, default, null));

        var vectors = await _cocoon.AsEmbeddingGenerator("model").GenerateAsync(["a", "b"], new EmbeddingGenerationOptions { Dimensions = 1 });

        vectors.Select(static vector => vector.Vector.Span[0]).Should().Equal(1, 2);
        (asked!.Model, asked.Dimensions, asked.Inputs.Count).Should().Be(("model", 1, 2));
        vectors.Usage!.InputTokenCount.Should().Be(10);
    }

    private static ChatResult Result(ChatChoice choice)
    {
        var receipt = FakeMarket.Signed(FakeMarket.Honest(Core.Jobs.JobId.FromIdempotencyKey("a", "b")));
        return new ChatResult(choice.Text, "job", 2, "simulated", receipt, receipt.Receipt.Hash(), null) { Choices = [choice] };
    }
}
