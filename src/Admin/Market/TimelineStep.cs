namespace Cocoon.Admin.Market;

/// <summary>One point of a job's life, on whichever grain it happened.</summary>
/// <param name="At">When, by the clock of the process that told it.</param>
/// <param name="Lane">Whose: "Job", "Provider", "Machine", "Channel", "Settlement" or "Chain".</param>
/// <param name="What">What happened.</param>
/// <param name="Detail">More, for people; empty for nothing.</param>
public sealed record TimelineStep(DateTimeOffset At, string Lane, string What, string Detail);
