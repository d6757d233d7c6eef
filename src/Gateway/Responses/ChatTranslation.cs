using System.Text.Json;
using Cocoon.Gateway.Errors;
using Cocoon.Inference;
using Cocoon.Inference.OpenAi;

namespace Cocoon.Gateway.Responses;

/// <summary>
/// Says a request for a response as a chat completion, which is what providers serve. The same request gives the same bytes,
/// so that a retry under an Idempotency-Key is the same job.
/// </summary>
internal static class ChatTranslation
{
    /// <summary>Fields that mean something else there, or nothing; all others are passed on as they came.</summary>
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal)
    {
        "input", "instructions", "previous_response_id", "stream", "stream_options", "store", "background", "include", "truncation", "text", "reasoning", "tools", "tool_choice",
        "max_output_tokens", "max_tool_calls", "top_logprobs", "logprobs", "n", "messages", "prompt", "max_tokens", "max_completion_tokens", "response_format", "reasoning_effort", "conversation", "context_management",
    };

    /// <summary>What the chat's refusals call a field, and what callers here do.</summary>
    private static readonly (string Theirs, string Ours)[] Names =
    [
        ("max_completion_tokens", "max_output_tokens"), ("response_format.json_schema", "text.format"), ("response_format", "text.format"), ("reasoning_effort", "reasoning.effort"),
        ("tool_choice.function", "tool_choice"), ("tool_choice.allowed_tools", "tool_choice"), (".function.", "."), ("'logprobs' must be true", $"'include' must have '{LogProbsInclude}'"), ("messages", "input"),
    ];

    private const string LogProbsInclude = "message.output_text.logprobs";

    /// <param name="request">What the caller asks for.</param>
    /// <param name="history">What was said before.</param>
    /// <returns>The chat request, and its bytes.</returns>
    /// <exception cref="ApiException">It cannot be served; the message names the fields of this request.</exception>
    public static (ChatCompletionRequest Chat, byte[] Body) Translate(ResponseRequest request, IReadOnlyList<ConversationItem> history)
    {
        var body = Json.Bytes(json =>
        {
            json.WriteStartObject();
            foreach (var field in request.Root.EnumerateObject())
                if (!Own.Contains(field.Name)) field.WriteTo(json);
            Write(json, new Field(request.Root, ""), request);
            json.WriteStartArray("messages");
            if (request.Instructions is { } instructions) Message(json, "system", instructions);
            Messages(json, [.. history, .. request.Input]);
            json.WriteEndArray();
            json.WriteEndObject();
        });
        try
        {
            return (ChatCompletionRequest.Parse(body), body);
        }
        catch (InferenceRequestException e)
        {
            throw ApiException.BadRequest(Renamed(e.Message), e.Param is null ? null : Renamed(e.Param), e.Code);
        }
    }

    private static string Renamed(string text) => Names.Aggregate(text, static (renamed, name) => renamed.Replace(name.Theirs, name.Ours, StringComparison.Ordinal));

    private static void Write(Utf8JsonWriter json, Field root, ResponseRequest request)
    {
        Copy(json, root.Get("max_output_tokens"), "max_completion_tokens");
        Copy(json, root.Get("reasoning")?.AsObject().Get("effort"), "reasoning_effort");
        if (request.LogProbs) json.WriteBoolean("logprobs", true);
        Copy(json, root.Get("top_logprobs"), "top_logprobs");
        if (root.Get("text")?.AsObject() is { } text)
        {
            if (text.Get("format")?.AsObject() is { } format) Nested(json, "response_format", format, "json_schema");
            Copy(json, text.Get("verbosity"), "verbosity");
        }
        if (root.Get("tools") is { } tools)
        {
            json.WriteStartArray("tools");
            foreach (var tool in tools.Value.EnumerateArray()) Nested(json, null, new Field(tool, ""), "function");
            json.WriteEndArray();
        }
        if (root.Get("tool_choice") is { } choice) Choice(json, choice);
    }

    private static void Choice(Utf8JsonWriter json, Field choice)
    {
        if (choice.Value.ValueKind != JsonValueKind.Object)
        {
            Copy(json, choice, "tool_choice");
            return;
        }
        if (choice.Text("type") == "function")
        {
            Nested(json, "tool_choice", choice, "function");
            return;
        }
        json.WriteStartObject("tool_choice");
        json.WriteString("type", "allowed_tools");
        json.WriteStartObject("allowed_tools");
        Copy(json, choice.Get("mode"), "mode");
        json.WriteStartArray("tools");
        foreach (var tool in choice.Need("tools").AsArray(128)) Nested(json, null, tool.AsObject(), "function");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What has its type beside its fields here has them in an object of that type's name there.</summary>
    private static void Nested(Utf8JsonWriter json, string? name, Field flat, string type)
    {
        if (name is null) json.WriteStartObject();
        else json.WriteStartObject(name);
        Copy(json, flat.Get("type"), "type");
        if (flat.Text("type") == type)
        {
            json.WriteStartObject(type);
            foreach (var field in flat.Value.EnumerateObject())
                if (field.Name != "type" && field.Value.ValueKind != JsonValueKind.Null) field.WriteTo(json);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter json, Field? field, string name)
    {
        if (field is not { } found) return;
        json.WritePropertyName(name);
        found.Value.WriteTo(json);
    }

    /// <summary>A turn of the assistant is a message there with the calls that follow it here.</summary>
    private static void Messages(Utf8JsonWriter json, List<ConversationItem> items)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            switch (item.Kind)
            {
                case ItemKind.CallOutput when !asked.Contains(item.CallId):
                    throw ApiException.BadRequest("A function call output has the call_id of no function call before it.", "input", "invalid_value");
                case ItemKind.CallOutput:
                    Begin(json, "tool", item.Text);
                    json.WriteString("tool_call_id", item.CallId);
                    json.WriteEndObject();
                    break;
                case ItemKind.Message when item.Role != "assistant":
                    Message(json, item.Role, item.Text);
                    break;
                default:
                    Begin(json, "assistant", item.Kind == ItemKind.Message ? item.Text : null);
                    var calls = items.Skip(item.Kind == ItemKind.Message ? i + 1 : i).TakeWhile(static next => next.Kind == ItemKind.Call).ToList();
                    Calls(json, calls);
                    asked.UnionWith(calls.Select(static call => call.CallId));
                    i += item.Kind == ItemKind.Message ? calls.Count : calls.Count - 1;
                    json.WriteEndObject();
                    break;
            }
        }
    }

    private static void Calls(Utf8JsonWriter json, List<ConversationItem> calls)
    {
        if (calls.Count == 0) return;
        json.WriteStartArray("tool_calls");
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.CallId);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", call.Text);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Message(Utf8JsonWriter json, string role, string content)
    {
        Begin(json, role, content);
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string role, string? content)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", content);
    }
}
