using System.Buffers.Binary;
using System.Text;

namespace Cocoon.Inference.Models.Gguf;

/// <summary>Reads the head of a GGUF file from its beginning. Every length is held against what is left before anything is allocated.</summary>
internal sealed class GgufCursor(MappedFile file)
{
    /// <summary>Bytes of all metadata and tensor descriptions; the largest in use have a tenth of it.</summary>
    private const long MaxHeadBytes = 256_000_000;

    private const int MaxTextBytes = 16_000_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public long Position { get; private set; }

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public float Single() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public string Text(string what, int maxBytes = MaxTextBytes)
    {
        var length = UInt64();
        if (length > (ulong)maxBytes) throw Damaged($"{what} has {length} bytes; at most {maxBytes} are read");
        try
        {
            return Utf8.GetString(Take((int)length));
        }
        catch (DecoderFallbackException)
        {
            throw Damaged($"{what} is not UTF-8");
        }
    }

    /// <summary>A number of things that are still to come, each of which takes at least so many bytes.</summary>
    public int Count(string what, int most, int bytesEach)
    {
        var count = UInt64();
        if (count > (ulong)most) throw Damaged($"it says to have {count} {what}; at most {most} are read");
        if ((long)count * bytesEach > file.Length - Position) throw Damaged($"it says to have {count} {what}, which do not fit in it");
        return (int)count;
    }

    public ModelFileException Damaged(string what) => new($"The weights '{file.Path}' cannot be used: {what}.");

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (bytes > file.Length - Position) throw Damaged("it is cut off");
        if (Position + bytes > MaxHeadBytes) throw Damaged($"its head is longer than {MaxHeadBytes} bytes");
        var span = file.Span(Position, bytes);
        Position += bytes;
        return span;
    }
}
