using System.Text.Json;

namespace Cocoon.Inference.LlamaCpp.Tests.Golden;

/// <summary>A prompt and the 64 tokens and steps that PyTorch makes of it (golden.json of the C# engine's tests).</summary>
public sealed record GoldenCase(string Name, string Prompt, int[] PromptTokens, int[] GreedyTokens, GoldenStep[] Steps, float[] EmbeddingMeanNormFirst16)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IReadOnlyList<GoldenCase> All { get; } = Read();

    private static GoldenCase[] Read()
    {
        var json = JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "golden.json")));
        return json.GetProperty("cases").Deserialize<GoldenCase[]>(Options)!;
    }
}
