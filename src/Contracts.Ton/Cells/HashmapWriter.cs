namespace Cocoon.Ton.Cells;

/// <summary>Writes TVM dictionaries with the shortest labels, as the machine itself does. Source: TL-B block.tlb, "Hashmap".</summary>
internal sealed class HashmapWriter<T>(List<KeyValuePair<byte[], T>> entries, int keyBits, Action<CellBuilder, T> store)
{
    /// <summary>The root; null for no entries. Entries must be sorted by the bits of their keys.</summary>
    public Cell? Write() => entries.Count == 0 ? null : Node(0, entries.Count, 0);

    private Cell Node(int from, int to, int at)
    {
        var builder = new CellBuilder();
        var first = entries[from].Key;
        // Sorted: what the first and the last key share, all between them share, too.
        var label = BitSpan.CommonLength(first, entries[to - 1].Key, at, keyBits - at);
        StoreLabel(builder, first, at, label, keyBits - at);
        at += label;
        if (at == keyBits)
        {
            store(builder, entries[from].Value);
            return builder.Build();
        }
        var middle = from;
        while (!BitSpan.IsSet(entries[middle].Key, at)) middle++;
        return builder.StoreRef(Node(from, middle, at + 1)).StoreRef(Node(middle, to, at + 1)).Build();
    }

    private static void StoreLabel(CellBuilder builder, byte[] key, int at, int length, int max)
    {
        var lengthBits = 32 - int.LeadingZeroCount(max);
        var (asShort, asLong, asSame) = (2 + 2 * length, 2 + lengthBits + length, 3 + lengthBits);
        var isSame = true;
        for (var i = 1; i < length; i++) isSame &= BitSpan.IsSet(key, at + i) == BitSpan.IsSet(key, at);
        if (isSame && asSame < Math.Min(asShort, asLong))
        {
            builder.StoreUInt(0b11, 2).StoreBit(BitSpan.IsSet(key, at)).StoreUInt((ulong)length, lengthBits);
            return;
        }
        if (asLong < asShort)
        {
            builder.StoreUInt(0b10, 2).StoreUInt((ulong)length, lengthBits);
        }
        else
        {
            builder.StoreBit(false);
            for (var i = 0; i < length; i++) builder.StoreBit(true);
            builder.StoreBit(false);
        }
        for (var i = 0; i < length; i++) builder.StoreBit(BitSpan.IsSet(key, at + i));
    }
}
