namespace Cocoon.Inference;

/// <summary>How likely a token and its rivals were.</summary>
/// <param name="Chosen">The token that was taken.</param>
/// <param name="Top">The likeliest tokens, likeliest first; may or may not hold the chosen one.</param>
public sealed record TokenLogProbs(TokenChoice Chosen, IReadOnlyList<TokenChoice> Top);
