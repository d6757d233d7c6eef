namespace Cocoon.Core.Jobs;

/// <summary>How a job ended, as it counts for the provider that had it. Numbers are on the wire.</summary>
[GenerateSerializer, Alias("cocoon.job-fate")]
public enum JobFate
{
    /// <summary>Nothing can be said of the provider: given back, or refused for what the caller did.</summary>
    Unused = 0,

    /// <summary>Delivered to its natural end.</summary>
    Delivered = 1,

    /// <summary>The caller hung up.</summary>
    Cancelled = 2,

    /// <summary>Broken off by the provider or the deadline after something was delivered.</summary>
    CutOff = 3,

    /// <summary>Nothing was delivered, by the provider's fault or silence.</summary>
    Failed = 4,
}
