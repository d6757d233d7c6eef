namespace Cocoon.Grains.Inference;

/// <summary>One step of an answer on its way to the caller: a token, or at the end the outcome.</summary>
/// <param name="TokenId">The token; null in the last chunk.</param>
/// <param name="Text">Text that became complete with this token; may be empty inside a character.</param>
/// <param name="LogProb">Natural logarithm of the token's probability, when asked for.</param>
/// <param name="Outcome">Set in the last chunk only.</param>
[GenerateSerializer, Immutable, Alias("cocoon.token-chunk")]
public sealed record TokenChunk(
    [property: Id(0)] int? TokenId,
    [property: Id(1)] string Text,
    [property: Id(2)] float? LogProb,
    [property: Id(3)] InferenceOutcome? Outcome);
