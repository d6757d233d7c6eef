namespace Cocoon.Client;

/// <summary>A token and how likely it was.</summary>
/// <param name="TokenId">The token.</param>
/// <param name="Bytes">Its bytes; part of a character's UTF-8 at times.</param>
/// <param name="LogProb">Natural logarithm of its probability before sampling.</param>
/// <param name="Top">The likeliest tokens at this step, likeliest first; empty in those themselves.</param>
public sealed record TokenLogProb(int TokenId, ReadOnlyMemory<byte> Bytes, float LogProb, IReadOnlyList<TokenLogProb> Top);
