using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Appraisals;

/// <summary>An appraisal or the named reason why there is none.</summary>
public sealed record AppraisalResult(Appraisal? Appraisal, AppraisalFailure Failure);
