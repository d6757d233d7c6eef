namespace Cocoon.Core.Audits;

/// <summary>How a dispute was decided. Numbers are stored.</summary>
[GenerateSerializer, Alias("cocoon.dispute-verdict")]
public enum DisputeVerdict
{
    /// <summary>Not yet.</summary>
    None = 0,

    /// <summary>Two machines found the same against the provider that served.</summary>
    Upheld = 1,

    /// <summary>The third machine gives what was served: the auditor was wrong.</summary>
    Dismissed = 2,

    /// <summary>Nobody has two on his side: no third machine in time, or one that found something else again.</summary>
    Undecided = 3,

    /// <summary>The provider that served did not give its word in time.</summary>
    Unanswered = 4,
}
