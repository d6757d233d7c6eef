namespace Cocoon.Core.Audits;

/// <summary>What an audit found. Numbers are signed and stored.</summary>
[GenerateSerializer, Alias("cocoon.audit-result")]
public enum AuditOutcome
{
    /// <summary>Nobody else could be asked: no other machine serves these weights at this tier.</summary>
    NoAuditor = 0,

    /// <summary>The same tokens.</summary>
    Matches = 1,

    /// <summary>Other tokens from some place on, where both were as good as equally likely.</summary>
    MatchesWithinTolerance = 2,

    /// <summary>Tokens that these weights do not give.</summary>
    Differs = 3,

    /// <summary>The auditor's engine cannot tell: it failed, or what was served leaves nothing to judge it by.</summary>
    NotReproducible = 4,

    /// <summary>The provider did not hand over what it served.</summary>
    RecordMissing = 5,

    /// <summary>What the provider handed over is not what its receipt commits to.</summary>
    RecordForged = 6,
}
