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

    /// <summary>SHA-256 of <see cref="Encode"/>: the receipt's id, what is signed, and the leaf of the batch tree.</summary>
    public static HexBytes Hash(this Receipt receipt) => new(SHA256.HashData(Encode(receipt)));

    public static byte[] Encode(Receipt receipt)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        Text(buffer, receipt.BonusBps == 0 ? Domain : DomainWithBonus);
        Text(buffer, receipt.Job.ToString());
        Text(buffer, receipt.Client.Raw);
        Text(buffer, receipt.Channel.Raw);
        Text(buffer, receipt.Provider.Raw);
        Text(buffer, receipt.Model);
        Bytes(buffer, receipt.WeightHash.ToArray());
        Counts(buffer, receipt.Tokens);
        Prices(buffer, receipt.Prices);
        Number(buffer, receipt.Charge.Value);
        Number(buffer, receipt.FeeBps);
        Bytes(buffer, receipt.PromptCommitment.ToArray());
        Bytes(buffer, receipt.AnswerCommitment.ToArray());
        Number(buffer, (int)receipt.Tier);
        Bytes(buffer, receipt.AppraisalHash.ToArray());
        Number(buffer, (int)receipt.Ending);
        Number(buffer, receipt.StartedAt.ToUnixTimeMilliseconds());
        Number(buffer, receipt.EndedAt.ToUnixTimeMilliseconds());
        if (receipt.BonusBps != 0) Number(buffer, receipt.BonusBps);
        return buffer.WrittenSpan.ToArray();
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

    private static void Text(ArrayBufferWriter<byte> buffer, string text) => Bytes(buffer, Encoding.UTF8.GetBytes(text));

    private static void Bytes(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(4), bytes.Length);
        buffer.Advance(4);
        buffer.Write(bytes);
    }

    private static void Number(ArrayBufferWriter<byte> buffer, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(8), number);
        buffer.Advance(8);
    }
}
