using System.Security.Cryptography;
using Cocoon.Core.Jobs;
using Cocoon.Sealing.Hpke;

namespace Cocoon.Sealing;

/// <summary>
/// Seals an answer inside the enclave, chunk by chunk, in the order of the calls. Thread-safe, since a mistake of a caller must
/// not seal two chunks under one nonce. Disposing zeroes the key.
/// </summary>
public sealed class AnswerSealer : IAnswerSealer
{
    private const int SmallBytes = 512;

    private readonly Lock _lock = new();
    private readonly SequencedAead _aead;
    private readonly byte[] _salt;
    private readonly byte[] _associated;
    private uint _next;
    private bool _hasEnded;

    internal AnswerSealer(SequencedAead aead, byte[] salt, JobId job) => (_aead, _salt, _associated) = (aead, salt, ChunkForm.AssociatedData(job));

    /// <summary>The most data of one chunk.</summary>
    public static int MaxChunkBytes => LengthBuckets.Chunks.MaxDataBytes;

    /// <summary>Seals the next chunk.</summary>
    /// <param name="data">May be empty; at most <see cref="MaxChunkBytes"/>.</param>
    /// <returns>What goes to the client; anybody may see it.</returns>
    /// <exception cref="InvalidOperationException">The last chunk was sealed before.</exception>
    public byte[] Seal(ReadOnlySpan<byte> data) => Seal(ChunkKind.More, data);

    /// <summary>Seals the last chunk. Without one, the client refuses the answer as broken off.</summary>
    /// <inheritdoc cref="Seal(ReadOnlySpan{byte})"/>
    public byte[] SealLast(ReadOnlySpan<byte> data) => Seal(ChunkKind.Last, data);

    public void Dispose()
    {
        lock (_lock)
        {
            _hasEnded = true;
            _aead.Dispose();
        }
    }

    private byte[] Seal(ChunkKind kind, ReadOnlySpan<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, MaxChunkBytes, nameof(data));
        lock (_lock)
        {
            if (_hasEnded) throw new InvalidOperationException("The answer has ended. Nothing can be sealed after its last chunk.");
            _hasEnded = kind == ChunkKind.Last;
            var number = _next;
            _next = checked(_next + 1);
            var length = LengthBuckets.Chunks.BlockFor(data.Length);
            // Most chunks are a token, and need no garbage. A block's rest has to be zeros.
            Span<byte> block = length <= SmallBytes ? stackalloc byte[SmallBytes] : new byte[length];
            block = block[..length];
            block.Clear();
            LengthBuckets.Write(data, block);
            var head = ChunkForm.HeadBytes(number);
            var chunk = new byte[head + block.Length + SequencedAead.TagBytes];
            ChunkForm.WriteHead(kind, number, _salt, chunk);
            ChunkForm.WriteKindAndNumber(kind, number, _associated);
            _aead.Seal(number, _associated, block, chunk.AsSpan(head));
            CryptographicOperations.ZeroMemory(block);
            return chunk;
        }
    }
}
