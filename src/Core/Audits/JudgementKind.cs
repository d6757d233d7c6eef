namespace Cocoon.Core.Audits;

/// <summary>What is said of a provider. Numbers are on the wire.</summary>
[GenerateSerializer, Alias("cocoon.audit-judgement-kind")]
public enum JudgementKind
{
    /// <summary>Another machine gives what it served.</summary>
    Passed = 0,

    /// <summary>Two machines agree against what it served.</summary>
    Cheated = 1,

    /// <summary>It did not hand over what it served, or did not give its word in time.</summary>
    Silent = 2,

    /// <summary>As an auditor it accused one whom a third machine clears.</summary>
    AccusedWrongly = 3,

    /// <summary>As an auditor it did not answer.</summary>
    ShirkedAudit = 4,
}
