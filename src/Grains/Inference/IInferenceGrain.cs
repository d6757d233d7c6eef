using Cocoon.Core.Jobs;

namespace Cocoon.Grains.Inference;

/// <summary>The engine of one provider; the key is the provider's wallet address. Lives on that provider's silo.</summary>
[Alias("cocoon.IInferenceGrain")]
public interface IInferenceGrain : IGrainWithStringKey
{
    /// <summary>Makes evidence of this machine now, bound to a challenge. Takes up to seconds where GPUs have to sign too.</summary>
    /// <param name="nonce">32 random bytes of the caller's.</param>
    /// <returns>An evidence bundle, encoded.</returns>
    [Alias("prove")]
    Task<byte[]> Prove(byte[] nonce);

    /// <summary>
    /// Runs a leased job and streams its tokens, sealed for the caller; the last chunk carries the outcome. Disposing the stream early cancels the
    /// engine and charges the tokens that were taken. Read it with a batch size of 1: a token counts as delivered when the
    /// reader asks for the next one.
    /// </summary>
    /// <param name="job">A job that was started and not begun.</param>
    /// <param name="leaseEpoch">From its lease.</param>
    /// <param name="request">The chat request as UTF-8 JSON, sealed to the lease's sealing key on the lease's terms.</param>
    /// <param name="cancellationToken">Hang-up of the caller.</param>
    [Alias("run")]
    IAsyncEnumerable<SealedChunk> Run(JobId job, long leaseEpoch, byte[] request, CancellationToken cancellationToken = default);
}
