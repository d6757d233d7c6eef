namespace Cocoon.Core.Audits;

/// <summary>How far a dispute has come. Numbers are stored.</summary>
[GenerateSerializer, Alias("cocoon.dispute-phase")]
public enum DisputePhase
{
    /// <summary>There is none.</summary>
    None = 0,

    /// <summary>An auditor disagrees; the provider that served is asked for its word, and a third machine to run the job.</summary>
    Opened = 1,

    /// <summary>There is a verdict; what follows from it is under way.</summary>
    Decided = 2,

    /// <summary>All that follows has been done.</summary>
    Closed = 3,

    /// <summary>The slash is on chain, and is followed to its end; only after <see cref="Decided"/>.</summary>
    Announced = 4,
}
