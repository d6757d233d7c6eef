using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Cocoon.Client.Ai;

/// <summary>From the requests of Microsoft.Extensions.AI to ours.</summary>
internal static class AiRequests
{
    private const string DefaultSchemaName = "answer";

    /// <summary>Models pay for white space too.</summary>
    private static readonly JsonSerializerOptions Compact = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    public static ChatRequest Of(IEnumerable<ChatMessage> messages, ChatOptions? options, IChatClient client, string model)
    {
        var turns = messages.SelectMany(Turns).ToList();
        if (options?.Instructions is { Length: > 0 } instructions) turns.Insert(0, new ChatTurn("system", instructions));
        // What we cannot name ourselves, the caller makes: RawRepresentationFactory is the abstractions' own way to it.
        var basis = options?.RawRepresentationFactory is { } make && Raw(make, client) is { } raw ? raw : new ChatRequest(model, turns);
        if (options is null) return basis with { Turns = turns };
        return basis with
        {
            Model = options.ModelId ?? basis.Model,
            Turns = turns,
            MaxTokens = options.MaxOutputTokens ?? basis.MaxTokens,
            Temperature = options.Temperature ?? basis.Temperature,
            TopP = options.TopP ?? basis.TopP,
            Seed = options.Seed ?? basis.Seed,
            FrequencyPenalty = options.FrequencyPenalty ?? basis.FrequencyPenalty,
            PresencePenalty = options.PresencePenalty ?? basis.PresencePenalty,
            Stop = options.StopSequences is { Count: > 0 } stops ? [.. stops] : basis.Stop,
            Format = Format(options.ResponseFormat) ?? basis.Format,
            Tools = options.Tools is { Count: > 0 } tools ? [.. tools.Select(Tool)] : basis.Tools,
            ToolChoice = Choice(options) ?? basis.ToolChoice,
            ParallelToolCalls = options.AllowMultipleToolCalls ?? basis.ParallelToolCalls,
            ReasoningEffort = Effort(options.Reasoning?.Effort) ?? basis.ReasoningEffort,
        };

        static ChatRequest? Raw(Func<IChatClient, object?> make, IChatClient client) => make(client) as ChatRequest;
    }

    private static IEnumerable<ChatTurn> Turns(ChatMessage message)
    {
        if (message.Role == ChatRole.Tool)
        {
            foreach (var content in message.Contents)
            {
                yield return content is FunctionResultContent result
                    ? new ChatTurn("tool", Text(result)) { ToolCallId = result.CallId }
                    : throw Unsupported(content, "a tool's message");
            }
            yield break;
        }
        var text = new StringBuilder();
        var calls = new List<ChatToolCall>();
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent part: text.Append(part.Text); break;
                case FunctionCallContent call: calls.Add(new ChatToolCall(call.CallId, call.Name, JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), Compact))); break;
                // Of an earlier answer: models are not shown again what they thought, nor what it cost.
                case TextReasoningContent or UsageContent: break;
                default: throw Unsupported(content, "a message");
            }
        }
        yield return new ChatTurn(message.Role.Value, text.ToString()) { ToolCalls = calls };
    }

    private static string Text(FunctionResultContent result) => result.Result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        { } value => JsonSerializer.Serialize(value, Compact),
    };

    private static ChatTool Tool(AITool tool) => tool is AIFunctionDeclaration function
        ? new ChatTool(function.Name, function.Description is { Length: > 0 } about ? about : null, function.JsonSchema)
        : throw new NotSupportedException($"The tool '{tool.Name}' is no function. This market's machines call functions only.");

    private static ChatToolChoice? Choice(ChatOptions options) => options switch
    {
        { Tools: not { Count: > 0 } } or { ToolMode: null } => null,
        { ToolMode: RequiredChatToolMode { RequiredFunctionName: { } name } } => ChatToolChoice.Of(name),
        { ToolMode: RequiredChatToolMode } => ChatToolChoice.Required,
        { ToolMode: NoneChatToolMode } => ChatToolChoice.None,
        _ => ChatToolChoice.Auto,
    };

    private static ChatFormat? Format(ChatResponseFormat? format) => format switch
    {
        null => null,
        ChatResponseFormatJson { Schema: { } schema } json => ChatFormat.JsonSchema(json.SchemaName ?? DefaultSchemaName, schema),
        ChatResponseFormatJson => ChatFormat.JsonObject,
        _ => ChatFormat.Text,
    };

    private static string? Effort(ReasoningEffort? effort) => effort?.ToString().ToLowerInvariant();

    private static NotSupportedException Unsupported(AIContent content, string where) =>
        new($"{content.GetType().Name} in {where} is not supported: this market's machines read text and the results of functions.");
}
