namespace Cocoon.Inference;

/// <summary>A token that was or could have been chosen, with its log probability before sampling.</summary>
/// <param name="TokenId">The token.</param>
/// <param name="Bytes">Its bytes; part of a character's UTF-8 at times.</param>
/// <param name="LogProb">Natural logarithm of its probability.</param>
public readonly record struct TokenChoice(int TokenId, ReadOnlyMemory<byte> Bytes, float LogProb);
