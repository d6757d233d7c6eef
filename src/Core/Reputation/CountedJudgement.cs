using Cocoon.Core.Jobs;

namespace Cocoon.Core.Reputation;

/// <summary>An audit or a dispute that a standing has counted, so that telling it again counts nothing.</summary>
/// <param name="Job">The job that was looked at.</param>
/// <param name="IsVerdict">Whether it was the dispute, not the audit.</param>
[GenerateSerializer, Immutable, Alias("cocoon.counted-judgement")]
public sealed record CountedJudgement([property: Id(0)] JobId Job, [property: Id(1)] bool IsVerdict);
