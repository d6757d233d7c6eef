namespace Cocoon.Core.Pricing;

/// <summary>
/// Tokens of one job by kind. The kinds are disjoint: a cached prompt token is not also a prompt token, a reasoning token
/// is not also a completion token. (OpenAI's usage object nests them; the gateway adds them up there.)
/// </summary>
[GenerateSerializer, Immutable, Alias("cocoon.token-counts")]
public readonly record struct TokenCounts(
    [property: Id(0)] long Prompt,
    [property: Id(1)] long CachedPrompt,
    [property: Id(2)] long Completion,
    [property: Id(3)] long Reasoning)
{
    public bool AnyNegative => Prompt < 0 || CachedPrompt < 0 || Completion < 0 || Reasoning < 0;

    /// <summary>Tokens the caller received.</summary>
    public long Delivered => checked(Completion + Reasoning);

    /// <exception cref="OverflowException">A sum does not fit 63 bits.</exception>
    public static TokenCounts operator +(TokenCounts a, TokenCounts b) =>
        checked(new(a.Prompt + b.Prompt, a.CachedPrompt + b.CachedPrompt, a.Completion + b.Completion, a.Reasoning + b.Reasoning));

    public long Total => checked(Prompt + CachedPrompt + Completion + Reasoning);
}
