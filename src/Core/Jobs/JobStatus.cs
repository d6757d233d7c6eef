namespace Cocoon.Core.Jobs;

/// <summary>A job's life. Numbers are stored.</summary>
[GenerateSerializer, Alias("cocoon.job-status")]
public enum JobStatus
{
    /// <summary>Never opened.</summary>
    None = 0,

    /// <summary>The intent is written; a hold or a lease may or may not have been taken.</summary>
    Opened = 1,

    /// <summary>Hold and lease are both taken.</summary>
    Leased = 2,

    /// <summary>The provider has begun.</summary>
    Running = 3,

    /// <summary>The provider's receipt is checked and written; its charge may not be posted yet.</summary>
    Completed = 4,

    /// <summary>The charge is in the channel's books. Final.</summary>
    Receipted = 5,

    /// <summary>Ended without a charge. Final.</summary>
    Failed = 6,
}
