using System.Numerics.Tensors;
using Cocoon.Inference.Tokenizers;

namespace Cocoon.Inference.Sampling;

/// <summary>Tells how likely a token and its rivals were, by the model's own logits: before biases, penalties and masks.</summary>
internal static class TokenRivals
{
    /// <param name="logits">The model's, unchanged.</param>
    /// <param name="chosen">The token that was taken.</param>
    /// <param name="count">Rivals to tell of.</param>
    /// <param name="tokenizer">Knows their bytes; ids without a text are left out.</param>
    public static TokenLogProbs Of(ReadOnlySpan<float> logits, int chosen, int count, ITokenizer tokenizer)
    {
        var normalizer = LogSumExp(logits);
        // Few are wanted of many: each candidate is held against the worst one kept.
        var best = new List<int>(count + 1);
        for (var token = 0; token < logits.Length && count > 0; token++)
        {
            if (best.Count == count && logits[token] <= logits[best[^1]]) continue;
            if (!tokenizer.Knows(token)) continue;
            var place = best.Count;
            while (place > 0 && logits[best[place - 1]] < logits[token]) place--;
            best.Insert(place, token);
            if (best.Count > count) best.RemoveAt(count);
        }
        var top = new TokenChoice[best.Count];
        for (var i = 0; i < top.Length; i++) top[i] = Choice(best[i], logits[best[i]] - normalizer, tokenizer);
        return new TokenLogProbs(Choice(chosen, logits[chosen] - normalizer, tokenizer), top);
    }

    private static TokenChoice Choice(int token, float logProb, ITokenizer tokenizer) => new(token, tokenizer.Bytes(token), logProb);

    private static float LogSumExp(ReadOnlySpan<float> logits)
    {
        var max = TensorPrimitives.Max(logits);
        var sum = 0.0;
        foreach (var logit in logits) sum += Math.Exp(logit - max);
        return (float)(max + Math.Log(sum));
    }
}
