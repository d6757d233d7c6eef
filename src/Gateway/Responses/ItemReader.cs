using System.Text.Json;
using Cocoon.Gateway.Errors;

namespace Cocoon.Gateway.Responses;

/// <summary>Reads the items of a conversation, of a request or of a response that was kept.</summary>
internal static class ItemReader
{
    private const int MaxItems = 1_000;
    private const int MaxParts = 1_000;
    private const int MaxId = 255;

    /// <param name="input">A text, or an array of items.</param>
    /// <exception cref="ApiException">An item has a form that no model here understands.</exception>
    public static IReadOnlyList<ConversationItem> Read(Field input) => input.Value.ValueKind == JsonValueKind.String
        ? [new ConversationItem(ItemKind.Message, null, "user", [input.AsText()])]
        : [.. input.AsArray(MaxItems).Select(Item).OfType<ConversationItem>()];

    /// <returns>Null for what is left aside: thoughts of a model are not shown to it again.</returns>
    private static ConversationItem? Item(Field item) => item.AsObject().Text("type") switch
    {
        null or "message" => new ConversationItem(ItemKind.Message, Id(item, "id"), Role(item), Parts(item.Need("content"))),
        "function_call" => new ConversationItem(ItemKind.Call, Id(item, "id"), "", [item.Need("arguments").AsText()], CallId(item), item.Need("name").AsText()),
        "function_call_output" => new ConversationItem(ItemKind.CallOutput, Id(item, "id"), "", Parts(item.Need("output")), CallId(item)),
        "reasoning" => null,
        _ => throw item.Need("type").Unsupported("input items are messages, function calls and their outputs."),
    };

    private static string Role(Field item) => item.Need("role").AsText() switch
    {
        "user" => "user",
        "assistant" => "assistant",
        "system" => "system",
        "developer" => "developer",
        _ => throw ApiException.BadRequest($"Invalid value for '{item.Path}.role': supported values are 'user', 'assistant', 'system' and 'developer'.", item.Path + ".role", "invalid_value"),
    };

    private static IReadOnlyList<string> Parts(Field content) => content.Value.ValueKind == JsonValueKind.String ? [content.AsText()] : [.. content.AsArray(MaxParts).Select(Part)];

    private static string Part(Field part) => part.AsObject().Need("type").AsText() switch
    {
        "input_text" or "output_text" or "text" => part.Need("text").AsText(),
        "refusal" => part.Need("refusal").AsText(),
        _ => throw part.Need("type").Unsupported("its models read text alone."),
    };

    private static string CallId(Field item) => Id(item, "call_id") is { Length: > 0 } id ? id : item.Need("call_id").AsText();

    private static string? Id(Field item, string name) => item.Text(name) is not { } id || id.Length <= MaxId
        ? item.Text(name)
        : throw ApiException.BadRequest($"'{item.Path}.{name}' has at most {MaxId} characters.", $"{item.Path}.{name}", "string_above_max_length");
}
