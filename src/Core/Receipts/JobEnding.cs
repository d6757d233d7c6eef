namespace Cocoon.Core.Receipts;

/// <summary>How a job that produced a receipt came to its end. Numbers are on the wire and in receipt hashes.</summary>
[GenerateSerializer, Alias("cocoon.job-ending")]
public enum JobEnding
{
    /// <summary>The model stopped by itself or at a stop string.</summary>
    Stop = 0,

    /// <summary>The token limit was reached.</summary>
    Length = 1,

    /// <summary>The caller hung up; what was delivered is charged.</summary>
    Cancelled = 2,

    /// <summary>The engine failed after the first token; what was delivered is charged.</summary>
    Interrupted = 3,
}
