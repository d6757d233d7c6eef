namespace Cocoon.Attestation.Evidence;

/// <summary>What a machine says about itself, as bytes that a verifier of the same kind checks.</summary>
/// <param name="Kind">Format of <paramref name="Raw"/>.</param>
/// <param name="Raw">The evidence as the hardware or service gave it.</param>
/// <param name="Endorsements">
/// Certificates that came along, as concatenated PEM or DER (SEV-SNP: VCEK or VLEK; NVIDIA: the device's chain). They are
/// signed, so it does not matter who sends them. Empty where the evidence holds its own.
/// </param>
public sealed record MachineEvidence(EvidenceKind Kind, ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Endorsements = default);
