namespace Cocoon.Attestation.Evidence;

/// <summary>For markets whose policy asks for no blocks.</summary>
public sealed class NoEpochs : IEpochSource
{
    public Task<Epoch> Latest(CancellationToken cancellationToken = default) =>
        throw new EvidenceUnavailableException("No chain is set up to bind evidence to. Configure one, or a policy that does not ask for blocks.");

    public Task<Epoch?> Find(uint seqno, CancellationToken cancellationToken = default) => Task.FromResult<Epoch?>(null);
}
