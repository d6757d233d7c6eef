using System.Collections.Immutable;

namespace Cocoon.Core.Audits;

/// <summary>One token of an answer and how the model saw that place: the fingerprint of a step.</summary>
/// <param name="Token">The token that was chosen.</param>
/// <param name="Best">The likeliest tokens by the model's own logits, likeliest first; empty where the engine tells none.</param>
public sealed record TokenPrint(int Token, ImmutableArray<TokenChance> Best)
{
    /// <summary>Log probability of a token; null when it is not among the likeliest.</summary>
    public float? Of(int token)
    {
        foreach (var chance in Best)
            if (chance.Token == token) return chance.LogProb;
        return null;
    }
}
