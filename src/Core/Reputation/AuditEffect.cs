namespace Cocoon.Core.Reputation;

/// <summary>What an audit or a canary job said of the provider that was looked at. Numbers are on the wire and stored.</summary>
[GenerateSerializer, Alias("cocoon.audit-effect")]
public enum AuditEffect
{
    /// <summary>Nothing can be said: the audit itself failed. Counts nothing.</summary>
    Inconclusive = 0,

    /// <summary>The second run said the same.</summary>
    Passed = 1,

    /// <summary>The second run said something else; the dispute that follows decides. Counts a little until then.</summary>
    Mismatch = 2,

    /// <summary>The provider did not answer although it had a free slot.</summary>
    NoAnswer = 3,
}
