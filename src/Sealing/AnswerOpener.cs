using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Cocoon.Core.Jobs;
using Cocoon.Sealing.Hpke;

namespace Cocoon.Sealing;

/// <summary>
/// Opens the answer to a sealed request, chunk by chunk, in order. The first thing that is wrong ends it: every later call says
/// the same. Not thread-safe. Disposing zeroes the keys.
/// </summary>
public sealed class AnswerOpener : IDisposable
{
    private const int SmallBytes = 512;

    private readonly HpkeContext _context;
    private readonly byte[] _associated;
    private SequencedAead? _aead;
    private SealingFailure _failure;
    private uint _next;
    private bool _isDisposed;

    internal AnswerOpener(HpkeContext context, JobId job) => (_context, _associated) = (context, ChunkForm.AssociatedData(job));

    /// <summary>The last chunk was opened. <see cref="TryFinish"/> says whether all is well.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Chunks opened so far.</summary>
    public long Count => _next;

    /// <summary>Opens the next chunk.</summary>
    /// <param name="chunk">What came.</param>
    /// <param name="data">What the enclave sealed, and nobody else.</param>
    /// <param name="failure">Why not.</param>
    /// <exception cref="ObjectDisposedException">The keys are gone.</exception>
    public bool TryOpen(ReadOnlySpan<byte> chunk, [NotNullWhen(true)] out byte[]? data, out SealingFailure failure)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        data = null;
        if (_failure == SealingFailure.None) _failure = Open(chunk, out data);
        failure = _failure;
        return data is not null;
    }

    /// <summary>To be asked when no more chunks come: whether the answer is whole.</summary>
    /// <param name="failure">What is wrong with it; <see cref="SealingFailure.AnswerTruncated"/> when the last chunk is missing.</param>
    public bool TryFinish(out SealingFailure failure)
    {
        if (_failure == SealingFailure.None && !IsComplete) _failure = SealingFailure.AnswerTruncated;
        failure = _failure;
        return failure == SealingFailure.None;
    }

    public void Dispose()
    {
        _isDisposed = true;
        _context.Dispose();
        _aead?.Dispose();
    }

    private SealingFailure Open(ReadOnlySpan<byte> bytes, out byte[]? data)
    {
        data = null;
        if (IsComplete) return SealingFailure.AnswerEnded;
        if (!ChunkForm.TryRead(bytes, out var chunk)) return SealingFailure.ChunkMalformed;
        if (chunk.Number < _next) return SealingFailure.ChunkRepeated;
        if (chunk.Number > _next) return SealingFailure.ChunkMissing;

        _aead ??= FirstKey(chunk.Salt);
        ChunkForm.WriteKindAndNumber(chunk.Kind, chunk.Number, _associated);
        // Most chunks are a token, and need no garbage.
        Span<byte> block = chunk.BlockBytes <= SmallBytes ? stackalloc byte[SmallBytes] : new byte[chunk.BlockBytes];
        block = block[..chunk.BlockBytes];
        if (!_aead.TryOpen(chunk.Number, _associated, chunk.SealedBlock, block)) return SealingFailure.ChunkNotAuthentic;
        var isPadded = LengthBuckets.Chunks.TryRead(block, out var range);
        if (isPadded) data = block[range].ToArray();
        CryptographicOperations.ZeroMemory(block);
        if (data is null) return SealingFailure.PaddingInvalid;
        _next = checked(_next + 1);
        IsComplete = chunk.Kind == ChunkKind.Last;
        return SealingFailure.None;
    }

    /// <summary>The answer has one salt, so the secret it comes from is not needed again.</summary>
    private SequencedAead FirstKey(ReadOnlySpan<byte> salt)
    {
        var aead = AnswerKey.Derive(_context, salt);
        _context.Dispose();
        return aead;
    }
}
