using System.Collections.Immutable;
using Cocoon.Core.Money;

namespace Cocoon.Core.Pricing;

/// <summary>
/// What a model's tokens were sold for of late: for each kind the price at which half of the tokens were cheaper or as cheap.
/// In nano per million tokens; null where none of the kind was sold.
/// </summary>
/// <param name="Prompt">Tokens of prompts.</param>
/// <param name="CachedPrompt">Tokens of prompts that engines had in their caches.</param>
/// <param name="Completion">Tokens of answers.</param>
/// <param name="Reasoning">Tokens of answers that are thoughts.</param>
/// <param name="Receipts">How many settled receipts it rests on.</param>
/// <param name="Since">When the oldest of them was settled.</param>
[GenerateSerializer, Immutable, Alias("cocoon.reference-prices")]
public sealed record ReferencePrices(
    [property: Id(0)] Nano? Prompt,
    [property: Id(1)] Nano? CachedPrompt,
    [property: Id(2)] Nano? Completion,
    [property: Id(3)] Nano? Reasoning,
    [property: Id(4)] int Receipts,
    [property: Id(5)] DateTimeOffset Since)
{
    /// <summary>What each tier sold since then, one entry a tier; null where a silo of before answered.</summary>
    [Id(6)] public ImmutableList<TierVolume>? Volumes { get; init; }

    /// <summary>As a price list; null unless prompts and answers were sold. Kinds that were not cost as the kind they are part of.</summary>
    public PriceList? List => Prompt is { } prompt && Completion is { } completion ? new(prompt, CachedPrompt ?? prompt, completion, Reasoning ?? completion) : null;
}
