using System.Collections.Immutable;

namespace Cocoon.Attestation.Inspection;

/// <summary>What looking at evidence found.</summary>
/// <param name="Description">What the evidence is.</param>
/// <param name="At">Time of the verdict.</param>
/// <param name="HasPolicy">Whether a policy was given.</param>
/// <param name="Parts">Each piece.</param>
public sealed record InspectionReport(string Description, DateTimeOffset At, bool HasPolicy, ImmutableArray<InspectedPart> Parts)
{
    /// <summary>The worst of the parts.</summary>
    public InspectionOutcome Outcome => Parts.IsEmpty ? InspectionOutcome.NoEvidence : Parts.Max(part => part.Outcome);
}
