using Cocoon.Core.Audits;
using Cocoon.Inference;
using Cocoon.Sealing;

namespace Cocoon.Grains.Inference;

/// <summary>One step of a job's work.</summary>
/// <param name="Token">What the caller gets of it.</param>
/// <param name="Usage">What the engine counted; in the last step.</param>
internal readonly record struct RunStep(AnswerToken Token, TokenUsage? Usage)
{
    private readonly TokenChance[]? _best;

    /// <summary>The likeliest tokens of this step, for auditors; empty where nobody asked for them.</summary>
    public TokenChance[] Best
    {
        get => _best ?? [];
        init => _best = value;
    }
}
