using System.Security.Cryptography;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Sealing.Hpke;

namespace Cocoon.Sealing;

/// <summary>
/// A request inside the enclave, and what its answers' keys come from. Disposing it zeroes both; sealers it gave go on working.
/// Not thread-safe.
/// </summary>
public sealed class OpenedRequest : IOpenedRequest
{
    private readonly HpkeContext _context;
    private readonly JobId _job;
    private readonly byte[] _block;
    private readonly Range _data;

    internal OpenedRequest(HpkeContext context, JobId job, byte[] block, Range data) => (_context, _job, _block, _data) = (context, job, block, data);

    /// <summary>What the caller sealed. Zeros after <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Plaintext => _block.AsMemory(_data);

    /// <summary>
    /// Begins an answer under a key of its own: whoever brings the same request again gets another key, so that no two texts
    /// are ever sealed under one nonce.
    /// </summary>
    /// <param name="entropy">Gives 32 bytes.</param>
    /// <returns>The caller disposes it.</returns>
    /// <exception cref="ObjectDisposedException">The secrets are gone.</exception>
    public AnswerSealer StartAnswer(IEntropy entropy)
    {
        ArgumentNullException.ThrowIfNull(entropy);
        var salt = new byte[AnswerKey.SaltBytes];
        entropy.Fill(salt);
        return new AnswerSealer(AnswerKey.Derive(_context, salt), salt, _job);
    }

    IAnswerSealer IOpenedRequest.StartAnswer(IEntropy entropy) => StartAnswer(entropy);

    public void Dispose()
    {
        _context.Dispose();
        CryptographicOperations.ZeroMemory(_block);
    }
}
