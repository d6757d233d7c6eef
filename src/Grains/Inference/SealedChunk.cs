namespace Cocoon.Grains.Inference;

/// <summary>One step of an answer on its way to the caller. Only the caller can read what it says.</summary>
/// <param name="Sealed">A chunk of the sealed answer (docs/sealing.md): an <see cref="Sealing.AnswerToken"/>, or at the end the salt of the receipt's commitments.</param>
/// <param name="Tokens">Tokens in it: 1 or 0.</param>
/// <param name="Outcome">Set in the last chunk only.</param>
[GenerateSerializer, Immutable, Alias("cocoon.sealed-chunk")]
public sealed record SealedChunk(
    [property: Id(0)] byte[] Sealed,
    [property: Id(1)] int Tokens,
    [property: Id(2)] InferenceOutcome? Outcome)
{
    /// <summary>The chunks that follow this one and came with it, in order. Null for readers who did not say that they look for them.</summary>
    [Id(3)] public SealedChunk[]? Company { get; init; }
}
