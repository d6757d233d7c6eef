namespace Cocoon.Ton.Cells;

/// <summary>Reads TVM dictionaries (Hashmap n X) as they are stored. Source: TL-B block.tlb, "Hashmap".</summary>
internal static class HashmapReader
{
    /// <summary>
    /// Entries read at most. A few cells that share their children can promise more entries than there are atoms.
    /// </summary>
    public const int MaxEntries = 1 << 18;

    /// <summary>All entries in the order of their keys' bits; none for a null root.</summary>
    public static IEnumerable<(byte[] Key, CellSlice Value)> Entries(Cell? root, int keyBits)
    {
        if (root is null) yield break;
        var count = 0;
        // An own stack: the tree is as deep as keys have bits, and iterators inside iterators would pay that for each entry.
        var open = new Stack<(Cell Node, byte[] Key, int At)>();
        open.Push((root, new byte[(keyBits + 7) / 8], 0));
        while (open.TryPop(out var next))
        {
            var node = next.Node.BeginParse();
            var at = next.At + LoadLabel(node, keyBits - next.At, next.Key, next.At);
            if (at == keyBits)
            {
                if (++count > MaxEntries) throw new CellFormatException($"A dictionary has more than {MaxEntries} entries.");
                yield return (next.Key, node);
                continue;
            }
            var (left, right) = Fork(node);
            var rightKey = (byte[])next.Key.Clone();
            rightKey[at / 8] |= (byte)(0x80 >> (at % 8));
            open.Push((right, rightKey, at + 1));
            open.Push((left, next.Key, at + 1));
        }
    }

    /// <summary>The value of one key; null when there is none. Reads only the cells on the way to it.</summary>
    public static CellSlice? Find(Cell? root, int keyBits, ReadOnlySpan<byte> key)
    {
        var at = 0;
        var label = new byte[(keyBits + 7) / 8];
        for (var cell = root; cell is not null;)
        {
            var node = cell.BeginParse();
            Array.Clear(label);
            var length = LoadLabel(node, keyBits - at, label, at);
            if (BitSpan.CommonLength(key, label, at, length) < length) return null;
            at += length;
            if (at == keyBits) return node;
            var (left, right) = Fork(node);
            cell = BitSpan.IsSet(key, at++) ? right : left;
        }
        return null;
    }

    private static (Cell Left, Cell Right) Fork(CellSlice node)
    {
        if (node.BitsLeft != 0 || node.RefsLeft != 2) throw new CellFormatException("A fork of a dictionary has two references and nothing else.");
        return (node.LoadRef(), node.LoadRef());
    }

    /// <summary>Reads a label into the key's bits; returns its length.</summary>
    private static int LoadLabel(CellSlice node, int max, byte[] key, int at)
    {
        var lengthBits = 32 - int.LeadingZeroCount(max);
        var isShort = !node.LoadBit();
        var isSame = !isShort && node.LoadBit();
        var bit = isSame && node.LoadBit();
        var length = 0;
        if (!isShort) length = (int)node.LoadUInt(lengthBits);
        else while (node.LoadBit()) length++;
        if (length > max) throw new CellFormatException("A dictionary label is longer than its keys.");
        for (var i = 0; i < length; i++)
            if (isSame ? bit : node.LoadBit()) key[(at + i) / 8] |= (byte)(0x80 >> ((at + i) % 8));
        return length;
    }
}
