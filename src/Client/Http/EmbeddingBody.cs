using System.Text.Json;

namespace Cocoon.Client.Http;

/// <summary>An embedding request as the machine reads it: OpenAI's form.</summary>
internal static class EmbeddingBody
{
    public static byte[] Write(EmbeddingRequest request)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", request.Model);
            json.WriteStartArray("input");
            foreach (var input in request.Inputs) json.WriteStringValue(input);
            json.WriteEndArray();
            if (request.Dimensions is { } dimensions) json.WriteNumber("dimensions", dimensions);
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }
}
