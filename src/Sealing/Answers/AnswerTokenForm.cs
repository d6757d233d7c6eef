using System.Buffers.Binary;
using System.Text;

namespace Cocoon.Sealing;

/// <summary>
/// The bytes of an <see cref="AnswerToken"/>, big-endian: flags (1), kind (1), choice (1), token id (4; -1 for none), log
/// probability (4, IEEE 754; NaN for none), then what the flags name in the order of their bits, then UTF-8 text.
/// </summary>
internal static class AnswerTokenForm
{
    private const int HeadBytes = 11;
    private const int NoToken = -1;
    private const byte HasTool = 1;
    private const byte HasFinish = 2;
    private const byte HasLogProbs = 4;
    private const byte HasEmbedding = 8;
    private const byte AllFlags = HasTool | HasFinish | HasLogProbs | HasEmbedding;

    public static byte[] Write(in AnswerToken token)
    {
        var flags = (token.Tool is null ? 0 : HasTool) | (token.Finish is null ? 0 : HasFinish)
            | (token.Bytes.IsEmpty && token.Top.Count == 0 ? 0 : HasLogProbs) | (token.Embedding.IsEmpty ? 0 : HasEmbedding);
        var text = Encoding.UTF8.GetByteCount(token.Text);
        var bytes = new byte[HeadBytes + Length(token, flags) + text];
        (bytes[0], bytes[1], bytes[2]) = ((byte)flags, (byte)token.Kind, checked((byte)token.Choice));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(3), token.TokenId ?? NoToken);
        BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(7), token.LogProb ?? float.NaN);
        if (flags != 0) WriteParts(token, flags, bytes.AsSpan(HeadBytes));
        Encoding.UTF8.GetBytes(token.Text, bytes.AsSpan(bytes.Length - text));
        return bytes;
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out AnswerToken token)
    {
        token = default;
        if (bytes.Length < HeadBytes || (bytes[0] & ~AllFlags) != 0 || bytes[1] > (byte)AnswerKind.ToolArguments || bytes[2] >= AnswerToken.MaxChoices) return false;
        var id = BinaryPrimitives.ReadInt32BigEndian(bytes[3..]);
        var logProb = BinaryPrimitives.ReadSingleBigEndian(bytes[7..]);
        if (id < NoToken) return false;
        var read = new AnswerToken(id == NoToken ? null : id, "", float.IsNaN(logProb) ? null : logProb) { Choice = bytes[2], Kind = (AnswerKind)bytes[1] };
        var rest = new Reader(bytes[HeadBytes..]);
        if (!TryReadParts(ref rest, bytes[0], ref read)) return false;
        if (!System.Text.Unicode.Utf8.IsValid(rest.Rest)) return false;
        token = read with { Text = Encoding.UTF8.GetString(rest.Rest) };
        return true;
    }

    private static int Length(in AnswerToken token, int flags)
    {
        var length = 0;
        if (token.Tool is { } tool) length += 2 + Encoding.UTF8.GetByteCount(tool.Id) + Encoding.UTF8.GetByteCount(tool.Name);
        if (token.Finish is not null) length++;
        if ((flags & HasLogProbs) != 0) length += 2 + token.Bytes.Length + 1 + token.Top.Sum(static top => 10 + top.Bytes.Length);
        if (!token.Embedding.IsEmpty) length += 4 + 4 * token.Embedding.Length;
        return length;
    }

    private static void WriteParts(in AnswerToken token, int flags, Span<byte> to)
    {
        if (token.Tool is { } tool)
        {
            to = WriteShort(tool.Id, to);
            to = WriteShort(tool.Name, to);
        }
        if (token.Finish is { } finish)
        {
            to[0] = (byte)finish;
            to = to[1..];
        }
        if ((flags & HasLogProbs) != 0)
        {
            to = WriteBytes(token.Bytes.Span, to);
            to[0] = checked((byte)token.Top.Count);
            to = to[1..];
            foreach (var top in token.Top)
            {
                BinaryPrimitives.WriteInt32BigEndian(to, top.TokenId);
                BinaryPrimitives.WriteSingleBigEndian(to[4..], top.LogProb);
                to = WriteBytes(top.Bytes.Span, to[8..]);
            }
        }
        if (token.Embedding.IsEmpty) return;
        BinaryPrimitives.WriteInt32BigEndian(to, token.Embedding.Length);
        to = to[4..];
        foreach (var number in token.Embedding.Span)
        {
            BinaryPrimitives.WriteSingleBigEndian(to, number);
            to = to[4..];
        }
    }

    private static bool TryReadParts(ref Reader from, byte flags, ref AnswerToken token)
    {
        if ((flags & HasTool) != 0)
        {
            if (!from.TryText(out var id) || !from.TryText(out var name)) return false;
            token = token with { Tool = new AnswerTool(id, name) };
        }
        if ((flags & HasFinish) != 0)
        {
            if (!from.TryTake(1, out var finish) || finish[0] is < (byte)AnswerFinish.Stop or > (byte)AnswerFinish.ToolCalls) return false;
            token = token with { Finish = (AnswerFinish)finish[0] };
        }
        if ((flags & HasLogProbs) != 0)
        {
            if (!from.TryBytes(out var chosen) || !from.TryTake(1, out var count)) return false;
            var top = new AnswerLogProb[count[0]];
            for (var i = 0; i < top.Length; i++)
            {
                if (!from.TryTake(8, out var head) || !from.TryBytes(out var bytes)) return false;
                top[i] = new AnswerLogProb(BinaryPrimitives.ReadInt32BigEndian(head), bytes.ToArray(), BinaryPrimitives.ReadSingleBigEndian(head[4..]));
            }
            token = token with { Bytes = chosen.ToArray(), Top = top };
        }
        return (flags & HasEmbedding) == 0 || TryReadEmbedding(ref from, ref token);
    }

    private static bool TryReadEmbedding(ref Reader from, ref AnswerToken token)
    {
        if (!from.TryTake(4, out var size)) return false;
        var length = BinaryPrimitives.ReadInt32BigEndian(size);
        // Never more memory than the bytes that came.
        if (length <= 0 || length > from.Rest.Length / 4 || !from.TryTake(4 * length, out var numbers)) return false;
        var vector = new float[length];
        for (var i = 0; i < length; i++) vector[i] = BinaryPrimitives.ReadSingleBigEndian(numbers[(4 * i)..]);
        token = token with { Embedding = vector };
        return true;
    }

    private static Span<byte> WriteShort(string text, Span<byte> to)
    {
        var length = Encoding.UTF8.GetBytes(text, to[1..]);
        to[0] = checked((byte)length);
        return to[(1 + length)..];
    }

    private static Span<byte> WriteBytes(ReadOnlySpan<byte> bytes, Span<byte> to)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to, checked((ushort)bytes.Length));
        bytes.CopyTo(to[2..]);
        return to[(2 + bytes.Length)..];
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        public ReadOnlySpan<byte> Rest { get; private set; } = bytes;

        public bool TryTake(int length, out ReadOnlySpan<byte> taken)
        {
            taken = default;
            if (Rest.Length < length) return false;
            taken = Rest[..length];
            Rest = Rest[length..];
            return true;
        }

        public bool TryBytes(out ReadOnlySpan<byte> taken)
        {
            taken = default;
            return TryTake(2, out var length) && TryTake(BinaryPrimitives.ReadUInt16BigEndian(length), out taken);
        }

        public bool TryText(out string text)
        {
            text = "";
            if (!TryTake(1, out var length) || !TryTake(length[0], out var bytes) || !System.Text.Unicode.Utf8.IsValid(bytes)) return false;
            text = Encoding.UTF8.GetString(bytes);
            return true;
        }
    }
}
