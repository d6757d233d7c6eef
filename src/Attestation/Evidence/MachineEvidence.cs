namespace Cocoon.Attestation.Evidence;

/// <summary>What a machine says about itself, as bytes that a verifier of the same kind checks.</summary>
public sealed record MachineEvidence(EvidenceKind Kind, ReadOnlyMemory<byte> Raw);
