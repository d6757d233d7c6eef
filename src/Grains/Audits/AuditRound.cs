using Cocoon.Core.Audits;

namespace Cocoon.Grains.Audits;

/// <summary>What came of asking for one more run of a job.</summary>
/// <param name="Outcome">What was found.</param>
/// <param name="Finding">The auditor's word; null where none was heard.</param>
/// <param name="Statement">The word of the provider that served; null where it gave none.</param>
internal sealed record AuditRound(AuditOutcome Outcome, SignedFinding? Finding, SignedStatement? Statement);
