using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.Appraisals;

/// <summary>
/// Appraises evidence of one kind. Pure: no network, no clock, no randomness; the same evidence and context give the same
/// result, byte for byte. What it keeps between calls are caches that change nothing but the time it takes. Never throws for
/// any input. Thread-safe.
/// </summary>
public interface IEvidenceVerifier
{
    EvidenceKind Kind { get; }

    EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context);
}
