using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cocoon.Gateway.Responses;

/// <summary>A response as it is kept for its caller: a JSON object of the items it answers and the response object.</summary>
/// <param name="Items">What was said before the response, oldest first; an array.</param>
/// <param name="Response">The response object.</param>
/// <param name="IsCancelled">Its caller did not want the rest of it.</param>
internal sealed record KeptResponse(JsonElement Items, JsonElement Response, bool IsCancelled)
{
    public string Status => Response.GetProperty("status").GetString()!;

    public bool IsBackground => Response.GetProperty("background").GetBoolean();

    private DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeSeconds(Response.GetProperty("created_at").GetInt64());

    /// <param name="id">The response's id.</param>
    /// <param name="items">What was said before it.</param>
    /// <param name="response">The response object, JSON.</param>
    public static byte[] Encode(string id, IReadOnlyList<ConversationItem> items, byte[] response) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        for (var i = 0; i < items.Count; i++) items[i].Write(json, $"{id["resp_".Length..]}_in{i}");
        json.WriteEndArray();
        json.WritePropertyName("response");
        json.WriteRawValue(response, skipInputValidation: true);
        json.WriteEndObject();
    });

    public static KeptResponse Decode(byte[] bytes, bool isCancelled)
    {
        using var json = JsonDocument.Parse(bytes);
        return new KeptResponse(json.RootElement.GetProperty("items").Clone(), json.RootElement.GetProperty("response").Clone(), isCancelled);
    }

    /// <summary>The whole conversation, as the next response is to go on from it.</summary>
    public IReadOnlyList<ConversationItem> Conversation() =>
        [.. ItemReader.Read(new Field(Items, "items")), .. ItemReader.Read(new Field(Response.GetProperty("output"), "output"))];

    /// <summary>The response as it stands now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="longest">The longest time that a response is being made.</param>
    public byte[] Show(DateTimeOffset now, TimeSpan longest)
    {
        if (Status != ResponseStatus.InProgress || (!IsCancelled && now < CreatedAt + longest)) return Json.Bytes(Response.WriteTo);
        var shown = JsonObject.Create(Response)!;
        shown["status"] = IsCancelled ? ResponseStatus.Cancelled : ResponseStatus.Failed;
        // Nobody makes it any more: the gateway that did was lost before it could say how it ended.
        if (!IsCancelled) shown["error"] = new JsonObject { ["code"] = "server_error", ["message"] = "The gateway that made this response was lost. What was delivered is on the job's receipt. Ask again." };
        return Json.Bytes(json => shown.WriteTo(json));
    }
}
