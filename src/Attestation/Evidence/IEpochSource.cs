namespace Cocoon.Attestation.Evidence;

/// <summary>Recent blocks of the masterchain. Thread-safe.</summary>
public interface IEpochSource
{
    /// <summary>The newest block, for evidence about to be made.</summary>
    Task<Epoch> Latest(CancellationToken cancellationToken = default);

    /// <summary>A block by its number; null when the chain has no such block.</summary>
    Task<Epoch?> Find(uint seqno, CancellationToken cancellationToken = default);
}
