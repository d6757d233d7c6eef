namespace Cocoon.Core.Audits;

/// <summary>A token and the natural logarithm of its probability.</summary>
public readonly record struct TokenChance(int Token, float LogProb);
