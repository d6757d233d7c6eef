using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Jobs;
using Cocoon.Grains.Audits;

namespace Cocoon.Grains.Inference;

/// <summary>The engine of one provider; the key is the provider's wallet address. Lives on that provider's silo.</summary>
[Alias("cocoon.IInferenceGrain"), Version(1)]
public interface IInferenceGrain : IGrainWithStringKey
{
    /// <summary>Makes evidence of this machine now, bound to a challenge. Takes up to seconds where GPUs have to sign too.</summary>
    /// <param name="nonce">32 random bytes of the caller's.</param>
    /// <returns>An evidence bundle, encoded.</returns>
    [Alias("prove")]
    Task<byte[]> Prove(byte[] nonce);

    /// <summary>
    /// Runs a leased job and streams its tokens or vectors, sealed for the caller; the last chunk carries the outcome. Disposing
    /// the stream early cancels the engine and charges the tokens that were handed out, and of vectors all or nothing. Read it with
    /// <see cref="AnswerStream.Answer"/>, or with a batch size of 1: a chunk counts as delivered with the answer to the reader's
    /// request for it.
    /// </summary>
    /// <param name="job">A job that was started and not begun.</param>
    /// <param name="leaseEpoch">From its lease.</param>
    /// <param name="request">The body of a chat, completion or embedding request, sealed to the lease's sealing key on the lease's terms.</param>
    /// <param name="cancellationToken">Hang-up of the caller.</param>
    [Alias("run")]
    IAsyncEnumerable<SealedChunk> Run(JobId job, long leaseEpoch, byte[] request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Hands what was asked and answered in a job to another provider's enclave, sealed to its key. Kept in memory, ten minutes at
    /// most, of jobs that may be audited (docs/audits.md).
    /// </summary>
    /// <param name="job">A job that was served here.</param>
    /// <param name="auditor">The other provider.</param>
    /// <param name="evidence">The other machine's evidence bundle, encoded: verified here, since nobody else's word opens what a caller sealed.</param>
    /// <exception cref="RefusedException">There is no record, or this auditor is not to read it.</exception>
    [Alias("disclose")]
    Task<Disclosure> Disclose(JobId job, AccountAddress auditor, byte[] evidence);

    /// <summary>Runs again what another provider served, and says whether it is what these weights give. One at a time, and not paid.</summary>
    /// <exception cref="RefusedException">Busy, or these weights are not served here.</exception>
    [Alias("audit"), ResponseTimeout("00:05:00")]
    Task<SignedFinding> Audit(AuditTask task);
}
