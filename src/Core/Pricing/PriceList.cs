using Cocoon.Core.Money;

namespace Cocoon.Core.Pricing;

/// <summary>Prices in nano per million tokens, one per kind of token; never negative.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.price-list")]
public sealed record PriceList(
    [property: Id(0)] Nano Prompt,
    [property: Id(1)] Nano CachedPrompt,
    [property: Id(2)] Nano Completion,
    [property: Id(3)] Nano Reasoning)
{
    /// <summary>Tokens a price is quoted for.</summary>
    public const long TokensPerPrice = 1_000_000;

    public bool IsValid => !Prompt.IsNegative && !CachedPrompt.IsNegative && !Completion.IsNegative && !Reasoning.IsNegative;

    /// <summary>No price of this list is above its counterpart in <paramref name="ceiling"/>.</summary>
    public bool IsWithin(PriceList ceiling) =>
        Prompt <= ceiling.Prompt && CachedPrompt <= ceiling.CachedPrompt &&
        Completion <= ceiling.Completion && Reasoning <= ceiling.Reasoning;

    /// <summary>The list with each price mapped.</summary>
    public PriceList With(Func<Nano, Nano> map) => new(map(Prompt), map(CachedPrompt), map(Completion), map(Reasoning));

    /// <summary>The list with each price brought between its counterparts; <paramref name="ceiling"/> wins where they cross.</summary>
    public PriceList Clamp(PriceList floor, PriceList ceiling) => new(
        Nano.Min(Nano.Max(Prompt, floor.Prompt), ceiling.Prompt),
        Nano.Min(Nano.Max(CachedPrompt, floor.CachedPrompt), ceiling.CachedPrompt),
        Nano.Min(Nano.Max(Completion, floor.Completion), ceiling.Completion),
        Nano.Min(Nano.Max(Reasoning, floor.Reasoning), ceiling.Reasoning));

    /// <summary>⌈Σ tokens × price / 10⁶⌉: summed exactly, rounded up once.</summary>
    /// <exception cref="OverflowException">The charge does not fit 63 bits.</exception>
    public Nano Charge(TokenCounts tokens)
    {
        Invariant.Require(IsValid && !tokens.AnyNegative, "I5", "prices and token counts are never negative");
        var sum = (Int128)tokens.Prompt * Prompt.Value + (Int128)tokens.CachedPrompt * CachedPrompt.Value
            + (Int128)tokens.Completion * Completion.Value + (Int128)tokens.Reasoning * Reasoning.Value;
        return new Nano(checked((long)((sum + (TokensPerPrice - 1)) / TokensPerPrice)));
    }

    /// <summary>
    /// The most that a job with these bounds can cost, whatever mixture of kinds it turns out to use.
    /// </summary>
    public Nano MaxCharge(long promptTokens, long completionTokens)
    {
        var dearest = new PriceList(
            Nano.Max(Prompt, CachedPrompt), Nano.Zero, Nano.Max(Completion, Reasoning), Nano.Zero);
        return dearest.Charge(new TokenCounts(promptTokens, 0, completionTokens, 0));
    }
}
