namespace Cocoon.Ton.Client;

/// <summary>A node that tells masterchain blocks by their number. Thread-safe.</summary>
public interface IMasterchainBlocks
{
    /// <param name="seqno">A number up to that of the newest block. Nodes forget old blocks; hours are safe.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="TonClientException">There is no answer; a node says the same of a block that does not exist.</exception>
    Task<MasterchainBlock> GetMasterchainBlockAsync(uint seqno, CancellationToken cancellationToken = default);
}
