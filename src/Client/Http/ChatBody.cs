using System.Text.Json;

namespace Cocoon.Client.Http;

/// <summary>The request on the wire.</summary>
internal static class ChatBody
{
    public static byte[] Write(ChatRequest request)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", request.Model);
            json.WriteStartArray("messages");
            foreach (var turn in request.Turns)
            {
                json.WriteStartObject();
                json.WriteString("role", turn.Role);
                json.WriteString("content", turn.Content);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteBoolean("stream", true);
            if (request.MaxTokens is { } maxTokens) json.WriteNumber("max_completion_tokens", maxTokens);
            if (request.Temperature is { } temperature) json.WriteNumber("temperature", temperature);
            if (request.Seed is { } seed) json.WriteNumber("seed", seed);
            json.WriteStartObject("cocoon");
            json.WriteBoolean("token_ids", true);
            if (request.Tier is { } tier) json.WriteString("tier", tier);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
