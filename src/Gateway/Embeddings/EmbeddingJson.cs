using System.Buffers.Binary;
using System.Text.Json;
using Cocoon.Gateway.Chat;
using Cocoon.Inference.OpenAi;

namespace Cocoon.Gateway.Embeddings;

/// <summary>The JSON of embeddings.</summary>
internal static class EmbeddingJson
{
    public static byte[] List(StartedJob job, IReadOnlyList<ReadOnlyMemory<float>> vectors, EmbeddingEncoding encoding, AnswerEnd end) => Json.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        for (var index = 0; index < vectors.Count; index++)
        {
            json.WriteStartObject();
            json.WriteString("object", "embedding");
            json.WriteNumber("index", index);
            if (encoding == EmbeddingEncoding.Base64) json.WriteBase64String("embedding", Bytes(vectors[index].Span));
            else Numbers(json, vectors[index].Span);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("model", job.Lease.Model);
        var prompt = end.Tokens.Prompt + end.Tokens.CachedPrompt;
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", prompt);
        json.WriteNumber("total_tokens", prompt);
        json.WriteEndObject();
        json.WritePropertyName("cocoon");
        MarketJson.Write(json, end);
        json.WriteEndObject();
    });

    private static void Numbers(Utf8JsonWriter json, ReadOnlySpan<float> vector)
    {
        json.WriteStartArray("embedding");
        foreach (var number in vector) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    /// <summary>IEEE 754, little-endian: what SDKs ask for to save bytes.</summary>
    private static byte[] Bytes(ReadOnlySpan<float> vector)
    {
        var bytes = new byte[sizeof(float) * vector.Length];
        for (var i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), vector[i]);
        return bytes;
    }
}
