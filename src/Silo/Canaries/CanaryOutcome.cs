namespace Cocoon.Silo.Canaries;

/// <summary>What came of one probe.</summary>
public enum CanaryOutcome
{
    /// <summary>Two providers gave the same answer.</summary>
    Agree,

    /// <summary>Two providers gave different answers; both jobs are audited, where the market audits at all.</summary>
    Differ,

    /// <summary>A provider did not answer. The job's end told its twin, as every job's does.</summary>
    Failed,

    /// <summary>Fewer than two providers offer the model.</summary>
    NoPair,
}
