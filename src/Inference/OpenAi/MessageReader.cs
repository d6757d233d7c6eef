using System.Text;
using System.Text.Json;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.OpenAi;

/// <summary>Reads the turns of a conversation.</summary>
internal static class MessageReader
{
    private const int MaxMessages = 1_000;
    private const int MaxCalls = 128;
    private const int MaxCallId = 255;

    public static IReadOnlyList<ChatMessage> Read(RequestObject root)
    {
        var array = root.Array("messages") ?? throw Missing("messages");
        if (array.Count is 0 or > MaxMessages) throw new RequestFormatException($"'messages' must have 1 to {MaxMessages} entries.", "messages");
        var asked = new HashSet<string>(StringComparer.Ordinal);
        return [.. array.Select((message, index) => Message(RequestObject.Of(message, $"messages[{index}]"), asked))];
    }

    /// <param name="message">One turn.</param>
    /// <param name="asked">Ids of the calls that earlier turns asked for.</param>
    private static ChatMessage Message(RequestObject message, HashSet<string> asked)
    {
        var path = message.Path;
        var role = message.Text("role") switch
        {
            "system" or "developer" => "system",
            "user" => "user",
            "assistant" => "assistant",
            "tool" => "tool",
            null => throw Missing(path + ".role"),
            _ => throw new RequestFormatException($"Invalid value for '{path}.role': supported values are 'system', 'developer', 'user', 'assistant' and 'tool'.", path + ".role", "invalid_value"),
        };
        if (role == "tool") return new ChatMessage(role, Content(message)) { ToolCallId = Answered(message, asked) };
        if (role != "assistant") return new ChatMessage(role, Content(message));
        foreach (var name in (string[])["audio", "function_call"])
            if (message.Value(name) is not null) throw new RequestFormatException($"'{path}.{name}' is not supported by this market.", $"{path}.{name}", "unsupported_parameter");
        var calls = Calls(message);
        asked.UnionWith(calls.Select(static call => call.Id));
        // A turn that refused or called tools may have said nothing.
        var isSilent = message.Value("content") is null && (calls.Count > 0 || message.Value("refusal") is not null);
        return new ChatMessage(role, isSilent ? message.Text("refusal") ?? "" : Content(message)) { ToolCalls = calls };
    }

    private static string Answered(RequestObject message, HashSet<string> asked)
    {
        var path = message.Path + ".tool_call_id";
        var id = message.Text("tool_call_id") ?? throw Missing(path);
        return asked.Contains(id)
            ? id
            : throw new RequestFormatException("Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.", path, "invalid_value");
    }

    private static IReadOnlyList<ToolCall> Calls(RequestObject message)
    {
        if (message.Array("tool_calls") is not { Count: > 0 } array) return [];
        var path = message.Path + ".tool_calls";
        if (array.Count > MaxCalls) throw new RequestFormatException($"'{path}' has at most {MaxCalls} entries.", path, "invalid_value");
        return [.. array.Select((call, index) => Call(RequestObject.Of(call, $"{path}[{index}]")))];
    }

    private static ToolCall Call(RequestObject call)
    {
        ToolReader.RequireFunction(call);
        var function = call.Object("function") ?? throw Missing(call.Path + ".function");
        var id = call.Text("id") ?? throw Missing(call.Path + ".id");
        if (id.Length is 0 or > MaxCallId) throw new RequestFormatException($"Invalid value for '{call.Path}.id': expected 1 to {MaxCallId} characters.", call.Path + ".id", "invalid_value");
        return new ToolCall(id, ToolReader.Name(function), function.Text("arguments") ?? throw Missing(function.Path + ".arguments"));
    }

    private static string Content(RequestObject message)
    {
        var path = message.Path + ".content";
        if (message.Value("content") is not { } content) throw Missing(path);
        if (content.ValueKind == JsonValueKind.String) return RequestObject.TextOf(content, path);
        if (content.ValueKind != JsonValueKind.Array) throw RequestObject.WrongType(path, "a string or an array of parts", content);
        var text = new StringBuilder();
        var index = 0;
        foreach (var element in content.EnumerateArray()) text.Append(Part(RequestObject.Of(element, $"{path}[{index++}]")));
        return text.ToString();
    }

    private static string Part(RequestObject part) => part.Text("type") switch
    {
        "text" => part.Text("text") ?? throw Missing(part.Path + ".text"),
        "refusal" => part.Text("refusal") ?? throw Missing(part.Path + ".refusal"),
        _ => throw new RequestFormatException($"'{part.Path}': only parts of type 'text' are supported by this market yet.", part.Path + ".type", "unsupported_parameter"),
    };

    private static RequestFormatException Missing(string path) => new($"Missing required parameter: '{path}'.", path, "missing_required_parameter");
}
