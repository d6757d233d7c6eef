using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Crypto;
using Cocoon.Sealing;

namespace Cocoon.Simulation.Crypto;

/// <summary>
/// Stands in for sealed prompts, as <see cref="SimulatedEd25519"/> does for signatures: bound to key, terms and order as the
/// real thing, and readable by everybody. Curves cost more than all else a simulated job does.
/// </summary>
internal sealed class SimulatedSealing : IRequestOpener
{
    private const int SealBytes = SHA256.HashSizeInBytes;
    private const int HeadBytes = 1 + sizeof(int);

    public SimulatedSealing(IEntropy entropy)
    {
        Span<byte> key = stackalloc byte[65];
        entropy.Fill(key);
        key[0] = 4;
        PublicKey = new HexBytes(key);
    }

    public HexBytes PublicKey { get; }

    public static byte[] Seal(HexBytes key, SealingTerms terms, ReadOnlySpan<byte> request) => [.. Bind(key, terms), .. request];

    public IOpenedRequest? TryOpen(SealingTerms terms, ReadOnlySpan<byte> message, out SealingFailure failure)
    {
        var isBound = message.Length >= SealBytes && message[..SealBytes].SequenceEqual(Bind(PublicKey, terms));
        failure = isBound ? SealingFailure.None : SealingFailure.RequestNotAuthentic;
        return isBound ? new Opened(message[SealBytes..].ToArray()) : null;
    }

    /// <summary>Opens chunk <paramref name="number"/> of an answer; null when it is another.</summary>
    public static byte[]? TryOpen(byte[] chunk, int number, bool isLast) =>
        chunk.Length >= HeadBytes && chunk[0] == (isLast ? 1 : 0) && BinaryPrimitives.ReadInt32BigEndian(chunk.AsSpan(1)) == number ? chunk[HeadBytes..] : null;

    public void Dispose()
    {
        // There is no secret.
    }

    private static byte[] Bind(HexBytes key, SealingTerms terms) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{terms.NetworkId}\n{terms.AppraisalHash}\n{terms.Job}\n{terms.Model}\n{terms.Prices}"));

    private sealed class Opened(byte[] plaintext) : IOpenedRequest
    {
        public ReadOnlyMemory<byte> Plaintext => plaintext;

        public IAnswerSealer StartAnswer(IEntropy entropy) => new Answer();

        public void Dispose()
        {
            // There is no secret.
        }
    }

    private sealed class Answer : IAnswerSealer
    {
        private int _next;

        public byte[] Seal(ReadOnlySpan<byte> data) => Chunk(0, data);

        public byte[] SealLast(ReadOnlySpan<byte> data) => Chunk(1, data);

        public void Dispose()
        {
            // There is no secret.
        }

        private byte[] Chunk(byte kind, ReadOnlySpan<byte> data)
        {
            var chunk = new byte[HeadBytes + data.Length];
            chunk[0] = kind;
            BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(1), _next++);
            data.CopyTo(chunk.AsSpan(HeadBytes));
            return chunk;
        }
    }
}
