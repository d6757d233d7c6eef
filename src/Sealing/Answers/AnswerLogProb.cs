namespace Cocoon.Sealing;

/// <summary>A token and how likely it was.</summary>
/// <param name="TokenId">The token.</param>
/// <param name="Bytes">Its bytes, at most 65,535; part of a character's UTF-8 at times.</param>
/// <param name="LogProb">Natural logarithm of its probability before sampling.</param>
public readonly record struct AnswerLogProb(int TokenId, ReadOnlyMemory<byte> Bytes, float LogProb);
