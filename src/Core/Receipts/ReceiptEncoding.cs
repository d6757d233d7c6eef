using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Core.Receipts;

/// <summary>
/// The one byte form of a receipt, which is hashed and signed (docs/receipts.md). Every variable field is length-prefixed
/// and every number big-endian, so two different receipts never share bytes.
/// </summary>
public static class ReceiptEncoding
{
    private const string Domain = "cocoon.receipt.v1";

    /// <summary>Of receipts with a bonus, which have one field more; all others keep the form of before there were any.</summary>
    private const string DomainWithBonus = "cocoon.receipt.v2";

    /// <summary>Room for any receipt but those of models with very long names.</summary>
    private const int UsualBytes = 768;

    /// <summary>SHA-256 of <see cref="Encode"/>: the receipt's id, what is signed, and the leaf of the batch tree.</summary>
    public static HexBytes Hash(this Receipt receipt)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Written(receipt).WrittenSpan, hash);
        return new HexBytes(hash);
    }

    public static byte[] Encode(Receipt receipt) => Written(receipt).WrittenSpan.ToArray();

    private static ArrayBufferWriter<byte> Written(Receipt receipt)
    {
        var buffer = new ArrayBufferWriter<byte>(UsualBytes);
        Text(buffer, receipt.BonusBps == 0 ? Domain : DomainWithBonus);
        Text(buffer, receipt.Job.ToString());
        Text(buffer, receipt.Client.Raw);
        Text(buffer, receipt.Channel.Raw);
        Text(buffer, receipt.Provider.Raw);
        Text(buffer, receipt.Model);
        Bytes(buffer, receipt.WeightHash);
        Counts(buffer, receipt.Tokens);
        Prices(buffer, receipt.Prices);
        Number(buffer, receipt.Charge.Value);
        Number(buffer, receipt.FeeBps);
        Bytes(buffer, receipt.PromptCommitment);
        Bytes(buffer, receipt.AnswerCommitment);
        Number(buffer, (int)receipt.Tier);
        Bytes(buffer, receipt.AppraisalHash);
        Number(buffer, (int)receipt.Ending);
        Number(buffer, receipt.StartedAt.ToUnixTimeMilliseconds());
        Number(buffer, receipt.EndedAt.ToUnixTimeMilliseconds());
        if (receipt.BonusBps != 0) Number(buffer, receipt.BonusBps);
        return buffer;
    }

    private static void Counts(ArrayBufferWriter<byte> buffer, TokenCounts tokens)
    {
        Number(buffer, tokens.Prompt);
        Number(buffer, tokens.CachedPrompt);
        Number(buffer, tokens.Completion);
        Number(buffer, tokens.Reasoning);
    }

    private static void Prices(ArrayBufferWriter<byte> buffer, PriceList prices)
    {
        foreach (Nano price in (ReadOnlySpan<Nano>)[prices.Prompt, prices.CachedPrompt, prices.Completion, prices.Reasoning])
            Number(buffer, price.Value);
    }

    private static void Text(ArrayBufferWriter<byte> buffer, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Encoding.UTF8.GetBytes(text, Sized(buffer, length));
        buffer.Advance(length);
    }

    private static void Bytes(ArrayBufferWriter<byte> buffer, HexBytes bytes)
    {
        bytes.CopyTo(Sized(buffer, bytes.Length));
        buffer.Advance(bytes.Length);
    }

    /// <summary>Writes the length, and gives room for that many bytes.</summary>
    private static Span<byte> Sized(ArrayBufferWriter<byte> buffer, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(sizeof(int)), length);
        buffer.Advance(sizeof(int));
        return buffer.GetSpan(length);
    }

    private static void Number(ArrayBufferWriter<byte> buffer, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(8), number);
        buffer.Advance(8);
    }
}
