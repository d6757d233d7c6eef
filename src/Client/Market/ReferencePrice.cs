using Cocoon.Core.Money;

namespace Cocoon.Client;

/// <summary>
/// What a model's tokens were sold for in the last day, as settled: for each kind the price at which half of the tokens were
/// cheaper or as cheap, in nano per million tokens; null where none of the kind was sold.
/// </summary>
/// <param name="Prompt">Tokens of prompts.</param>
/// <param name="CachedPrompt">Tokens of prompts that engines had in their caches.</param>
/// <param name="Completion">Tokens of answers.</param>
/// <param name="Reasoning">Tokens of answers that are thoughts.</param>
/// <param name="Receipts">How many receipts it rests on.</param>
/// <param name="Since">When the oldest of them was settled.</param>
public sealed record ReferencePrice(Nano? Prompt, Nano? CachedPrompt, Nano? Completion, Nano? Reasoning, int Receipts, DateTimeOffset Since);
