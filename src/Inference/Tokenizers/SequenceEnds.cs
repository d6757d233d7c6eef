using System.Text.Json;

namespace Cocoon.Inference.Tokenizers;

/// <summary>What a post-processor puts around a single text: the token that begins a sequence, and seldom one that ends it.</summary>
internal readonly record struct SequenceEnds(IReadOnlyList<int> Prefix, IReadOnlyList<int> Suffix)
{
    public static SequenceEnds Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null) return new SequenceEnds([], []);
        return json.GetProperty("type").GetString() switch
        {
            // It moves offsets only.
            "ByteLevel" => new SequenceEnds([], []),
            "TemplateProcessing" => Template(json),
            "Sequence" => json.GetProperty("processors").EnumerateArray().Select(Read).Aggregate(
                new SequenceEnds([], []), static (all, next) => new SequenceEnds([.. next.Prefix, .. all.Prefix], [.. all.Suffix, .. next.Suffix])),
            var other => throw new InvalidOperationException($"the post-processor '{other}' is not supported"),
        };
    }

    private static SequenceEnds Template(JsonElement json)
    {
        List<int> before = [], after = [];
        var into = before;
        foreach (var step in json.GetProperty("single").EnumerateArray())
        {
            if (step.TryGetProperty("Sequence", out _)) into = after;
            else into.AddRange(json.GetProperty("special_tokens").GetProperty(TokenizerFile.Text(step.GetProperty("SpecialToken").GetProperty("id"))).GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()));
        }
        return new SequenceEnds(before, after);
    }
}
