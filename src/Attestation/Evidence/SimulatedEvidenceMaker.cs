namespace Cocoon.Attestation.Evidence;

/// <summary>Makes <see cref="SimulatedEvidence"/>, for development machines.</summary>
public sealed class SimulatedEvidenceMaker : IEvidenceMaker
{
    public Task<EvidenceBundle> Make(EvidenceRequest request, CancellationToken cancellationToken = default)
    {
        var binding = new ReportBinding(request.Claims, request.NetworkId, request.Provider, default, request.Nonce);
        return Task.FromResult(new EvidenceBundle(request.Claims, 0, request.Nonce, SimulatedEvidence.Create(binding), []));
    }
}
