using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.Inspection;

/// <summary>One piece of evidence with its three results.</summary>
/// <param name="Name">Which piece, for people.</param>
/// <param name="Bytes">Length of the evidence.</param>
/// <param name="Appraisal">The verifier's verdict.</param>
/// <param name="HasPolicy">Whether a policy was given; without one its checks mean nothing.</param>
public sealed record InspectedPart(string Name, int Bytes, EvidenceAppraisal Appraisal, bool HasPolicy)
{
    /// <summary>The checks that were asked for.</summary>
    public ImmutableArray<Check> Checks => HasPolicy
        ? Appraisal.Checks
        : [.. Appraisal.Checks.Where(check => check.Stage != CheckStage.Policy && check.Failure != AttestationFailure.PolicyMissing)];

    /// <summary>Whether it is genuine could not be told: for lack of a verifier, of what vendors say, or of a policy that says which services are trusted.</summary>
    public bool IsUndecided => !Appraisal.IsValid && Failed(CheckStage.Validity)?.Failure is null or AttestationFailure.UnknownKind or AttestationFailure.CollateralMissing;

    /// <summary>Whether hardware vouches for it. Simulated evidence may be valid and wanted, and is still made by software.</summary>
    public bool IsGenuine => Appraisal is { IsValid: true, Kind: not EvidenceKind.Simulated };

    /// <summary>The first check of a stage that failed; null when all held.</summary>
    public Check? Failed(CheckStage stage) => Checks.FirstOrDefault(check => check.Stage == stage && !check.Passed);

    public InspectionOutcome Outcome
    {
        get
        {
            if (!Appraisal.IsValid) return Failed(CheckStage.Validity) is null && Failed(CheckStage.Policy) is not null ? InspectionOutcome.PolicyRefuses : InspectionOutcome.NotGenuine;
            if (!IsGenuine && !HasPolicy) return InspectionOutcome.NotGenuine;
            // Without a policy there may be no measure for the platform: what is not known is then no fault.
            var isBehind = HasPolicy ? Failed(CheckStage.Tcb) is not null : Appraisal.Tcb is not (TcbStatus.UpToDate or TcbStatus.Unknown);
            if (isBehind) return InspectionOutcome.TcbFails;
            return HasPolicy && !Appraisal.IsAccepted ? InspectionOutcome.PolicyRefuses : InspectionOutcome.Good;
        }
    }
}
