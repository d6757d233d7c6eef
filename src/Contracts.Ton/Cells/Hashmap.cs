namespace Cocoon.Ton.Cells;

/// <summary>Reads the values of a TVM dictionary (HashmapE) in key order. Source: TL-B block.tlb, "Hashmap".</summary>
internal static class Hashmap
{
    /// <param name="root">The dictionary's root; null for an empty one.</param>
    /// <param name="keyBits">Width of its keys.</param>
    public static IEnumerable<CellSlice> Values(Cell? root, int keyBits) => root is null ? [] : Descend(root.BeginParse(), keyBits);

    private static IEnumerable<CellSlice> Descend(CellSlice node, int keyBits)
    {
        var rest = keyBits - SkipLabel(node, keyBits);
        if (rest == 0) return [node];
        var left = node.LoadRef().BeginParse();
        var right = node.LoadRef().BeginParse();
        return Descend(left, rest - 1).Concat(Descend(right, rest - 1));
    }

    private static int SkipLabel(CellSlice node, int max)
    {
        var lengthBits = 32 - int.LeadingZeroCount(max);
        int length;
        if (!node.LoadBit())
        {
            length = 0;
            while (node.LoadBit()) length++;
            node.SkipBits(length);
        }
        else if (!node.LoadBit())
        {
            length = (int)node.LoadUInt(lengthBits);
            node.SkipBits(length);
        }
        else
        {
            node.SkipBits(1);
            length = (int)node.LoadUInt(lengthBits);
        }
        return length <= max ? length : throw new CellFormatException("A dictionary label is longer than its keys.");
    }
}
