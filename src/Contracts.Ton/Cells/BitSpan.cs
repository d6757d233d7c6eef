namespace Cocoon.Ton.Cells;

/// <summary>Bits in byte spans, most significant first. Callers check the ranges.</summary>
internal static class BitSpan
{
    /// <summary>Reads up to 64 bits as a number.</summary>
    public static ulong Read(ReadOnlySpan<byte> bytes, int at, int count)
    {
        var value = 0UL;
        while (count > 0)
        {
            var free = 8 - at % 8;
            var take = Math.Min(free, count);
            value = value << take | ((uint)bytes[at / 8] >> (free - take) & ((1u << take) - 1));
            at += take;
            count -= take;
        }
        return value;
    }

    /// <summary>Writes the low bits of a number where the target holds zeros.</summary>
    public static void Write(Span<byte> bytes, int at, ulong value, int count)
    {
        while (count > 0)
        {
            var free = 8 - at % 8;
            var take = Math.Min(free, count);
            bytes[at / 8] |= (byte)((value >> (count - take) & ((1u << take) - 1)) << (free - take));
            at += take;
            count -= take;
        }
    }

    /// <summary>Copies bits to where the target holds zeros.</summary>
    public static void Copy(ReadOnlySpan<byte> source, int from, Span<byte> target, int to, int count)
    {
        if (from % 8 == 0 && to % 8 == 0)
        {
            var whole = count / 8;
            source.Slice(from / 8, whole).CopyTo(target[(to / 8)..]);
            (from, to, count) = (from + whole * 8, to + whole * 8, count % 8);
        }
        while (count > 0)
        {
            var take = Math.Min(56, count);
            Write(target, to, Read(source, from, take), take);
            (from, to, count) = (from + take, to + take, count - take);
        }
    }

    public static bool IsSet(ReadOnlySpan<byte> bytes, int at) => (bytes[at / 8] & (0x80 >> (at % 8))) != 0;

    /// <summary>How many bits two spans share from a place on, at most <paramref name="max"/>.</summary>
    public static int CommonLength(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, int at, int max)
    {
        var length = 0;
        while (length < max && IsSet(left, at + length) == IsSet(right, at + length)) length++;
        return length;
    }
}
