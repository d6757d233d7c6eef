using Cocoon.Core.Audits;
using Cocoon.Sealing;

namespace Cocoon.Grains.Audits;

/// <summary>One step of an answer as an auditor gets it.</summary>
/// <param name="Said">What the caller got: <see cref="AnswerToken.Encode"/>.</param>
/// <param name="Best">The likeliest tokens of this step; empty where the engine tells none.</param>
internal sealed record AuditStep(byte[] Said, TokenChance[] Best)
{
    /// <summary>How many rivals of each token are kept.</summary>
    public const int Rivals = 5;
}
