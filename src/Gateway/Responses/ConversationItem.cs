using System.Text.Json;

namespace Cocoon.Gateway.Responses;

/// <summary>One item of a conversation as callers send it or read it again.</summary>
/// <param name="Kind">What it is; never <see cref="ItemKind.Reasoning"/>.</param>
/// <param name="Id">Its id; null for one that has none yet.</param>
/// <param name="Role">Who speaks, in a message.</param>
/// <param name="Parts">The texts of a message; one text for others: arguments, or what a function said.</param>
/// <param name="CallId">Ties a call to its output.</param>
/// <param name="Name">The function, in a call.</param>
internal sealed record ConversationItem(ItemKind Kind, string? Id, string Role, IReadOnlyList<string> Parts, string CallId = "", string Name = "")
{
    public string Text => Parts.Count == 1 ? Parts[0] : string.Concat(Parts);

    /// <summary>Writes it as <c>GET /v1/responses/{id}/input_items</c> shows it.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="id">The id of an item that came without.</param>
    public void Write(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("id", Id ?? Prefix(Kind) + id);
        json.WriteString("type", Kind switch { ItemKind.Message => "message", ItemKind.Call => "function_call", _ => "function_call_output" });
        json.WriteString("status", "completed");
        switch (Kind)
        {
            case ItemKind.Message:
                json.WriteString("role", Role);
                WriteParts(json);
                break;
            case ItemKind.Call:
                json.WriteString("call_id", CallId);
                json.WriteString("name", Name);
                json.WriteString("arguments", Text);
                break;
            default:
                json.WriteString("call_id", CallId);
                json.WriteString("output", Text);
                break;
        }
        json.WriteEndObject();
    }

    public static string Prefix(ItemKind kind) => kind switch
    {
        ItemKind.Message => "msg_",
        ItemKind.Call => "fc_",
        ItemKind.CallOutput => "fco_",
        _ => "rs_",
    };

    private void WriteParts(Utf8JsonWriter json)
    {
        json.WriteStartArray("content");
        foreach (var part in Parts)
        {
            json.WriteStartObject();
            json.WriteString("type", Role == "assistant" ? "output_text" : "input_text");
            json.WriteString("text", part);
            if (Role == "assistant")
            {
                json.WriteStartArray("annotations");
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
