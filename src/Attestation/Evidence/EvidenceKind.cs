namespace Cocoon.Attestation.Evidence;

/// <summary>Formats of evidence. Hardware formats follow with the verifiers that understand them.</summary>
public enum EvidenceKind
{
    /// <summary>Made by software for development; proves nothing about a machine.</summary>
    Simulated = 0,
}
