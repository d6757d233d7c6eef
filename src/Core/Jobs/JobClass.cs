namespace Cocoon.Core.Jobs;

/// <summary>How soon a job is wanted. Numbers are on the wire.</summary>
[GenerateSerializer, Alias("cocoon.job-class")]
public enum JobClass
{
    /// <summary>Somebody waits for it.</summary>
    Interactive = 0,

    /// <summary>Due in hours: cheaper, and run on slots that nobody else wants.</summary>
    Batch = 1,
}
