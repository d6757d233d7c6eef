using System.Text.Json;

namespace Cocoon.Inference.Tests.Golden;

/// <summary>golden.json: values from PyTorch in 32-bit arithmetic, and how far others may be from them.</summary>
public sealed record GoldenFile(double Tolerance, GoldenCase[] Cases)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static GoldenFile Instance { get; } = Read<GoldenFile>("golden.json");

    public static T Read<T>(string name) =>
        JsonSerializer.Deserialize<T>(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", name)), Options)!;
}
