using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.Appraisals;

/// <summary>Checks evidence of one kind. Pure: the same bytes, binding and time give the same result. Thread-safe.</summary>
public interface IEvidenceVerifier
{
    EvidenceKind Kind { get; }

    AppraisalResult Verify(MachineEvidence evidence, ReportBinding binding, DateTimeOffset at);
}
