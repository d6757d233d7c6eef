using System.Text.Json;

namespace Cocoon.Inference.OpenAi;

/// <summary>Reads requests to POST /v1/embeddings.</summary>
internal static class EmbeddingRequestReader
{
    private const int MaxDimensions = 65_536;

    public static EmbeddingRequest Read(RequestObject root)
    {
        RequestReader.RefuseOther(root, "messages", "prompt");
        return new EmbeddingRequest
        {
            Model = RequestReader.Model(root),
            Inputs = Inputs(root),
            Dimensions = root.Int("dimensions", 1, MaxDimensions),
            Encoding = root.Text("encoding_format") switch
            {
                null or "float" => EmbeddingEncoding.Float,
                "base64" => EmbeddingEncoding.Base64,
                _ => throw new RequestFormatException("Invalid value for 'encoding_format': supported values are 'float' and 'base64'.", "encoding_format", "invalid_value"),
            },
            Market = MarketReader.Read(root),
        };
    }

    private static IReadOnlyList<string> Inputs(RequestObject root)
    {
        if (root.Value("input") is not { } input) throw new RequestFormatException("Missing required parameter: 'input'.", "input", "missing_required_parameter");
        if (input.ValueKind == JsonValueKind.String) return [Input(input, "input")];
        if (input.ValueKind != JsonValueKind.Array) throw RequestObject.WrongType("input", "a string or an array of strings", input);
        if (input.GetArrayLength() is 0 or > EmbeddingRequest.MaxInputs)
            throw new RequestFormatException($"'input' must have 1 to {EmbeddingRequest.MaxInputs} entries.", "input", "invalid_value");
        if (input[0].ValueKind is JsonValueKind.Number or JsonValueKind.Array)
            throw new RequestFormatException("'input' as token ids is not supported by this market yet. Send texts.", "input", "unsupported_parameter");
        return [.. input.EnumerateArray().Select(static (text, index) => Input(text, $"input[{index}]"))];
    }

    private static string Input(JsonElement text, string path) => RequestObject.TextOf(text, path) is { Length: > 0 } input
        ? input
        : throw new RequestFormatException($"Invalid value for '{path}': an input cannot be an empty string.", path, "invalid_value");
}
