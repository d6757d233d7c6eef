using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;

namespace Cocoon.Sealing;

/// <summary>
/// What a sealed request is bound to. Both sides must have the same, or the request does not open. Immutable.
/// </summary>
/// <param name="NetworkId">TON network.</param>
/// <param name="AppraisalHash">Hash of the appraisal that named the sealing key, 32 bytes.</param>
/// <param name="Job">The job the request is for.</param>
/// <param name="Model">Model id, 1 to 128 characters.</param>
/// <param name="WeightHash">The model's hash that the registry lists and the lease promises, 32 bytes. A machine that runs other weights takes no such lease.</param>
/// <param name="Prices">The lease's prices.</param>
public sealed record SealingTerms(int NetworkId, HexBytes AppraisalHash, JobId Job, string Model, HexBytes WeightHash, PriceList Prices)
{
    /// <summary>What the sealed bytes are, so that none is ever opened as another. Default: a caller's request.</summary>
    public SealingPurpose Purpose { get; init; }

    private const int HashBytes = 32;
    private const int MaxModelCharacters = 128;

    internal bool IsValid =>
        AppraisalHash.Length == HashBytes && WeightHash.Length == HashBytes && Job != default && Model is { Length: > 0 and <= MaxModelCharacters } && Prices is { IsValid: true };

    /// <summary>The terms of a lease.</summary>
    public static SealingTerms Of(Lease lease, int networkId)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return new SealingTerms(networkId, lease.Appraisal.Hash, lease.Job, lease.Model, lease.WeightHash, lease.Prices);
    }

    /// <summary>HPKE's info; fixed lengths.</summary>
    internal byte[] Info()
    {
        Span<byte> network = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(network, NetworkId);
        return [.. Purpose == SealingPurpose.Audit ? "cocoon.audited.1"u8 : "cocoon.sealed.v2"u8, .. network, .. AppraisalHash.ToArray()];
    }

    /// <summary>HPKE's associated data: texts with their length, numbers in eight bytes.</summary>
    internal byte[] AssociatedData()
    {
        var buffer = new ArrayBufferWriter<byte>(160);
        Text(buffer, Job.ToString());
        Text(buffer, Model);
        buffer.Write(WeightHash.ToArray());
        foreach (Nano price in (ReadOnlySpan<Nano>)[Prices.Prompt, Prices.CachedPrompt, Prices.Completion, Prices.Reasoning])
        {
            BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(sizeof(long)), price.Value);
            buffer.Advance(sizeof(long));
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Text(ArrayBufferWriter<byte> buffer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(sizeof(int)), bytes.Length);
        buffer.Advance(sizeof(int));
        buffer.Write(bytes);
    }
}
