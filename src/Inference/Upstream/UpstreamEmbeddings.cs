using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Cocoon.Inference.Upstream;

/// <summary>Vectors by the server's /embeddings, numbers or base64, whichever it sends.</summary>
internal static class UpstreamEmbeddings
{
    /// <summary>More dimensions than any model has.</summary>
    private const int MostDimensions = 65_536;

    /// <summary>A number as text has at most about so many bytes.</summary>
    private const int NumberBytes = 32;

    private const int MostBytes = 256 * 1024 * 1024;

    public static byte[] Write(IReadOnlyList<string> inputs, string model)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteStartArray("input");
            foreach (var input in inputs) json.WriteStringValue(input);
            json.WriteEndArray();
            json.WriteString("encoding_format", "float");
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <returns>The vectors in the order of the inputs, and the server's count of tokens; 0 where it does not say.</returns>
    /// <exception cref="UpstreamException">It is not what was asked for.</exception>
    public static async Task<(ReadOnlyMemory<float>[] Vectors, int Tokens)> Read(HttpContent answer, int inputs, CancellationToken cancellation)
    {
        var json = await BoundedBody.Read(answer, (int)Math.Min(MostBytes, (long)inputs * MostDimensions * NumberBytes), cancellation);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var vectors = new ReadOnlyMemory<float>[inputs];
            foreach (var entry in root.GetProperty("data").EnumerateArray()) Take(entry, vectors);
            if (Array.Exists(vectors, vector => vector.IsEmpty || vector.Length != vectors[0].Length)) throw Wrong();
            return (vectors, root.TryGetProperty("usage", out var usage) && usage.TryGetProperty("prompt_tokens", out var tokens) ? Math.Max(0, tokens.GetInt32()) : 0);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Neither the exception nor its message goes on: they may quote the answer.
            throw Wrong();
        }
    }

    private static void Take(JsonElement entry, ReadOnlyMemory<float>[] vectors)
    {
        var index = entry.GetProperty("index").GetInt32();
        if (index < 0 || index >= vectors.Length || !vectors[index].IsEmpty) throw Wrong();
        var vector = entry.GetProperty("embedding");
        var numbers = vector.ValueKind == JsonValueKind.String
            ? MemoryMarshal.Cast<byte, float>(vector.GetBytesFromBase64()).ToArray()
            : [.. vector.EnumerateArray().Select(static number => number.GetSingle())];
        if (numbers.Length > MostDimensions || Array.Exists(numbers, static number => !float.IsFinite(number))) throw Wrong();
        vectors[index] = numbers;
    }

    private static UpstreamException Wrong() => new("The upstream's vectors are not one for each input, in OpenAI's form.");
}
