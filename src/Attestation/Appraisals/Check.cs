namespace Cocoon.Attestation.Appraisals;

/// <summary>One line of a checklist and how it went.</summary>
/// <param name="Id">Number in the checklists of docs/trust.md, such as "T4" or "S10".</param>
/// <param name="Stage">Which of the three results it belongs to.</param>
/// <param name="Title">What was checked, for people.</param>
/// <param name="Failure"><see cref="AttestationFailure.None"/> when it held.</param>
/// <param name="Detail">What was found, for people; empty when there is nothing to add. Never part of a decision.</param>
public sealed record Check(string Id, CheckStage Stage, string Title, AttestationFailure Failure, string Detail)
{
    public bool Passed => Failure == AttestationFailure.None;
}
