namespace Cocoon.Inference.Models.Configs;

/// <summary>
/// Whether the numbers of a model are possible and fit each other. The bounds are far above all known models; they keep sums
/// of sizes from overflowing and a small file from asking for much memory.
/// </summary>
internal static class ModelLimits
{
    private const int MaxVocabulary = 10_000_000;
    private const int MaxWidth = 1_000_000;
    private const int MaxLayers = 1_000;
    private const int MaxHeads = 4_096;
    private const int MaxHeadSize = 1_024;
    private const int MaxContext = 16_777_216;
    private const int MaxEndTokens = 64;

    /// <exception cref="ModelFileException">A number is impossible.</exception>
    public static void Check(ModelConfig config, string path)
    {
        InRange("the vocabulary", config.VocabularySize, MaxVocabulary);
        InRange("the hidden size", config.Hidden, MaxWidth);
        InRange("the feed-forward size", config.FeedForward, MaxWidth);
        InRange("the number of layers", config.Layers, MaxLayers);
        InRange("the number of heads", config.Heads, MaxHeads);
        InRange("the number of key-value heads", config.KeyValueHeads, config.Heads);
        InRange("the size of a head", config.HeadSize, MaxHeadSize);
        InRange("the context length", config.ContextLength, MaxContext);
        Require(config.Heads % config.KeyValueHeads == 0, "the key-value heads do not divide the heads");
        Require(config.HeadSize % 2 == 0, "the size of a head is odd");
        Require(config.QuerySize <= MaxWidth, "the heads are too wide");
        Require(config.NormEpsilon is > 0 and < 1, $"the epsilon of its norms is {config.NormEpsilon}");
        Require(config.EndTokens.Count is > 0 and <= MaxEndTokens, "no token ends an answer (eos_token_id), or too many do");
        Require(config.EndTokens.All(token => token >= 0 && token < config.VocabularySize), "a token that ends an answer (eos_token_id) is not in the vocabulary");
        CheckRope(config.Rope);

        void CheckRope(RopeConfig rope)
        {
            Require(rope.Theta is > 1 and < float.PositiveInfinity, $"the base of its rotary positions is {rope.Theta}");
            Require(rope.Factor is >= 1 and <= 10_000, $"the factor of its RoPE scaling is {rope.Factor}");
            InRange("the context before RoPE scaling", rope.OriginalContext, MaxContext);
            Require(rope.LowFrequencyFactor > 0 && rope.HighFrequencyFactor > rope.LowFrequencyFactor && float.IsFinite(rope.HighFrequencyFactor), "its RoPE frequency factors are not in order");
            Require(rope.BetaSlow > 0 && rope.BetaFast > rope.BetaSlow && float.IsFinite(rope.BetaFast), "its YaRN betas are not in order");
            Require(rope.AttentionFactor is null or (> 0 and < 100), $"its YaRN attention factor is {rope.AttentionFactor}");
        }

        void InRange(string what, int value, int most) => Require(value > 0 && value <= most, $"{what} is {value}; 1 to {most} is possible");

        void Require(bool condition, string what)
        {
            if (!condition) throw ConfigFile.Unusable(path, what);
        }
    }
}
