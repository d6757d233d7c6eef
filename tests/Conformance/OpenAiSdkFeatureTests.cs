using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Responses;

namespace Cocoon.Conformance.Tests;

/// <summary>The official OpenAI SDK: all that is more than one plain answer.</summary>
[Collection(MarketCollection.Name)]
public sealed class OpenAiSdkFeatureTests(MarketFixture fixture)
{
    private const string Question = "What is the capital of France?";
    private const string Answer = "The capital of France is Paris.";

    /// <summary>A toy model fills in what a schema leaves open with noise, so this leaves little open.</summary>
    private static readonly BinaryData Weather = BinaryData.FromString("""
        {"type":"object","additionalProperties":false,"required":["city","days"],
         "properties":{"city":{"type":"string","enum":["Paris","Rome"]},"days":{"type":"integer","minimum":1,"maximum":9}}}
        """);

    private string Model => fixture.Market.Node.Model.Id;

    private ApiKeyCredential Key => new(fixture.Market.Node.ApiKey.Reveal());

    private Uri Endpoint => new(fixture.Market.Node.Address, "v1");

    [Fact]
    public async Task A_tool_is_called_and_its_result_goes_back()
    {
        var chat = Chat();
        var options = Greedy();
        options.Tools.Add(ChatTool.CreateFunctionTool("get_weather", "Weather of a city", Weather, functionSchemaIsStrict: true));
        options.ToolChoice = ChatToolChoice.CreateRequiredChoice();
        var whole = (await chat.CompleteChatAsync([new UserChatMessage(Question)], options)).Value;
        var streamed = new Dictionary<int, string>();
        await foreach (var update in chat.CompleteChatStreamingAsync([new UserChatMessage(Question)], options))
            foreach (var piece in update.ToolCallUpdates)
                streamed[piece.Index] = streamed.GetValueOrDefault(piece.Index) + piece.FunctionArgumentsUpdate;

        whole.FinishReason.Should().Be(ChatFinishReason.ToolCalls);
        var call = whole.ToolCalls[0];
        call.FunctionName.Should().Be("get_weather");
        IsWeather(call.FunctionArguments.ToString());
        streamed[0].Should().Be(call.FunctionArguments.ToString());
        options.ToolChoice = ChatToolChoice.CreateNoneChoice();
        var after = (await chat.CompleteChatAsync([new UserChatMessage(Question), new AssistantChatMessage(whole), new ToolChatMessage(call.Id, "blue sky")], options)).Value;
        after.ToolCalls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_strict_schema_holds_and_tokens_tell_their_rivals()
    {
        var options = Greedy();
        options.ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("weather", Weather, jsonSchemaIsStrict: true);
        options.IncludeLogProbabilities = true;
        options.TopLogProbabilityCount = 2;

        var completion = (await Chat().CompleteChatAsync([new UserChatMessage(Question)], options)).Value;

        IsWeather(completion.Content[0].Text);
        completion.ContentTokenLogProbabilities.Should().OnlyContain(token => token.LogProbability <= 0 && token.TopLogProbabilities.Count == 2);
    }

    [Fact]
    public async Task Texts_become_vectors()
    {
        var client = new EmbeddingClient(Model, Key, new OpenAIClientOptions { Endpoint = Endpoint });

        var vectors = (await client.GenerateEmbeddingsAsync(["a cat", "a dog"])).Value;

        vectors.Should().HaveCount(2);
        vectors[0].ToFloats().Length.Should().Be(vectors[1].ToFloats().Length).And.BePositive();
        vectors[0].ToFloats().ToArray().Should().NotEqual(vectors[1].ToFloats().ToArray());
        vectors.Usage.TotalTokenCount.Should().BePositive();
    }

    [Fact]
    public async Task Responses_are_made_streamed_kept_and_deleted()
    {
        var client = new ResponsesClient(Key, new ResponsesClientOptions { Endpoint = Endpoint });
        var made = (await client.CreateResponseAsync(Response())).Value;
        var text = "";
        ResponseResult? completed = null;
        await foreach (var update in await client.CreateResponseStreamingAsync(Response(isStreaming: true)))
        {
            if (update is StreamingResponseOutputTextDeltaUpdate delta) text += delta.Delta;
            if (update is StreamingResponseCompletedUpdate last) completed = last.Response;
        }

        (made.Status, made.GetOutputText()).Should().Be((ResponseStatus.Completed, Answer));
        (text, completed?.GetOutputText()).Should().Be((Answer, Answer));
        (await client.GetResponseAsync(made.Id)).Value.GetOutputText().Should().Be(Answer);
        (await client.DeleteResponseAsync(made.Id)).Value.Deleted.Should().BeTrue();
        var reading = () => client.GetResponseAsync(made.Id);
        (await reading.Should().ThrowAsync<ClientResultException>()).Which.Status.Should().Be(404);

        CreateResponseOptions Response(bool isStreaming = false) => new(Model, [ResponseItem.CreateUserMessageItem(Question)]) { Temperature = 0, StreamingEnabled = isStreaming };
    }

    [Fact]
    public async Task A_retry_after_a_lost_answer_is_charged_once()
    {
        var before = await fixture.Market.Node.Channel();
        using var lossy = new LossyHandler();
        using var http = new HttpClient(lossy);
        var options = new OpenAIClientOptions { Endpoint = Endpoint, Transport = new HttpClientPipelineTransport(http) };
        options.AddPolicy(new IdempotencyPolicy(), PipelinePosition.PerCall);

        var completion = (await new ChatClient(Model, Key, options).CompleteChatAsync([new UserChatMessage(Question)], Greedy())).Value;

        completion.Content[0].Text.Should().Be(Answer);
        lossy.Calls.Should().Be(2);
        (await fixture.Market.Node.Channel()).ReceiptCount.Should().Be(before.ReceiptCount + 1);
    }

    private ChatClient Chat() => new(Model, Key, new OpenAIClientOptions { Endpoint = Endpoint });

    private static ChatCompletionOptions Greedy() => new() { Temperature = 0, MaxOutputTokenCount = 100 };

    private static void IsWeather(string json)
    {
        using var document = JsonDocument.Parse(json);
        document.RootElement.EnumerateObject().Select(property => property.Name).Should().BeEquivalentTo("city", "days");
        document.RootElement.GetProperty("city").GetString().Should().BeOneOf("Paris", "Rome");
        document.RootElement.GetProperty("days").GetInt32().Should().BeInRange(1, 9);
    }
}
