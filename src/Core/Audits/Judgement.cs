using Cocoon.Core.Jobs;

namespace Cocoon.Core.Audits;

/// <summary>What an audit or a dispute says of one provider, for its reputation.</summary>
/// <param name="Job">The job that was audited: with the kind the operation's id, so that a repeat counts once.</param>
/// <param name="Model">Model id.</param>
/// <param name="Kind">What is said.</param>
[GenerateSerializer, Immutable, Alias("cocoon.audit-judgement")]
public sealed record Judgement([property: Id(0)] JobId Job, [property: Id(1)] string Model, [property: Id(2)] JudgementKind Kind);
