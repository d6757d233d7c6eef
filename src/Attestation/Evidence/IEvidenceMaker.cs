namespace Cocoon.Attestation.Evidence;

/// <summary>Makes this machine's evidence. Thread-safe.</summary>
public interface IEvidenceMaker
{
    /// <exception cref="EvidenceUnavailableException">This machine cannot prove itself; the message says what is missing.</exception>
    Task<EvidenceBundle> Make(EvidenceRequest request, CancellationToken cancellationToken = default);
}
