using System.Collections.Immutable;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Appraisals;

/// <summary>The appraisal of one piece of evidence: three results that stay apart, and every check behind them.</summary>
/// <param name="Kind">Kind of evidence.</param>
/// <param name="Checks">Every check made, in order. A failed validity check ends the list.</param>
/// <param name="Claims">What the evidence says; null unless it is cryptographically valid.</param>
/// <param name="Tcb">How the platform stands; <see cref="TcbStatus.Unknown"/> unless valid.</param>
/// <param name="Vector">AR4SI's claims.</param>
/// <param name="Findings">What lies behind and what will fail when.</param>
/// <param name="Limit">The highest tier that the image behind it may have; meaningless unless accepted.</param>
/// <param name="NotAfter">The end of the first certificate or collateral that this rests on.</param>
public sealed record EvidenceAppraisal(
    EvidenceKind Kind,
    ImmutableArray<Check> Checks,
    EvidenceClaims? Claims,
    TcbStatus Tcb,
    TrustVector Vector,
    ImmutableArray<Finding> Findings,
    Tier Limit,
    DateTimeOffset NotAfter)
{
    /// <summary>Whether the vendor's hardware signed these bytes.</summary>
    public bool IsValid => Claims is not null && !Failed(CheckStage.Validity);

    /// <summary>Whether the evidence is valid and policy wants it.</summary>
    public bool IsAccepted => IsValid && Failure == AttestationFailure.None;

    /// <summary>The first check that failed.</summary>
    public AttestationFailure Failure => Checks.FirstOrDefault(check => !check.Passed)?.Failure ?? AttestationFailure.None;

    private bool Failed(CheckStage stage) => Checks.Any(check => check.Stage == stage && !check.Passed);
}
