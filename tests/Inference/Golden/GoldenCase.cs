namespace Cocoon.Inference.Tests.Golden;

/// <summary>A prompt and what PyTorch makes of it, 64 tokens far.</summary>
public sealed record GoldenCase(string Name, string Prompt, int[] PromptTokens, int[] GreedyTokens, int? StopAt, string Text, GoldenStep[] Steps, float[] EmbeddingMeanNormFirst16)
{
    public override string ToString() => Name;
}
