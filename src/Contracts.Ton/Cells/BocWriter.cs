using System.Buffers.Binary;
using System.Numerics;

namespace Cocoon.Ton.Cells;

/// <summary>Writes a bag of cells into one array of the exact size.</summary>
internal static class BocWriter
{
    private const byte HasIndex = 0x80;
    private const byte HasCrc = 0x40;

    public static byte[] Write(IReadOnlyList<Cell> roots, BocOptions options)
    {
        var order = ParentsFirst(roots);
        var index = new Dictionary<Cell, int>(order.Count);
        for (var i = 0; i < order.Count; i++) index[order[i]] = i;
        var refSize = SizeOf((uint)order.Count);
        var dataSize = order.Sum(cell => 2 + cell.Data.Length + cell.RefSpan.Length * refSize);
        var offsetSize = SizeOf((uint)dataSize);

        var bag = new byte[6 + refSize * (3 + roots.Count) + offsetSize + (options.WithIndex ? order.Count * offsetSize : 0) + dataSize + (options.WithChecksum ? 4 : 0)];
        var at = 0;
        Number(bag, ref at, Boc.Generic, 4);
        bag[at++] = (byte)((options.WithIndex ? HasIndex : 0) | (options.WithChecksum ? HasCrc : 0) | refSize);
        bag[at++] = (byte)offsetSize;
        Number(bag, ref at, (uint)order.Count, refSize);
        Number(bag, ref at, (uint)roots.Count, refSize);
        Number(bag, ref at, 0, refSize); // absent
        Number(bag, ref at, (uint)dataSize, offsetSize);
        foreach (var root in roots) Number(bag, ref at, (uint)index[root], refSize);
        if (options.WithIndex) WriteIndex(bag, ref at, order, refSize, offsetSize);
        foreach (var cell in order)
        {
            bag[at++] = cell.RefsDescriptor(cell.LevelMask);
            bag[at++] = cell.BitsDescriptor;
            cell.WriteData(bag.AsSpan(at));
            at += cell.Data.Length;
            foreach (var child in cell.RefSpan) Number(bag, ref at, (uint)index[child], refSize);
        }
        if (options.WithChecksum) BinaryPrimitives.WriteUInt32LittleEndian(bag.AsSpan(at), Boc.Crc32C(bag.AsSpan(0, at)));
        return bag;
    }

    private static void WriteIndex(byte[] bag, ref int at, List<Cell> order, int refSize, int offsetSize)
    {
        var end = 0;
        foreach (var cell in order)
        {
            end += 2 + cell.Data.Length + cell.RefSpan.Length * refSize;
            Number(bag, ref at, (uint)end, offsetSize);
        }
    }

    /// <summary>Each distinct cell once, parents before children, the first root first.</summary>
    private static List<Cell> ParentsFirst(IReadOnlyList<Cell> roots)
    {
        var finished = new List<Cell>();
        var seen = new HashSet<Cell>();
        for (var i = roots.Count - 1; i >= 0; i--) Visit(roots[i]);
        finished.Reverse();
        return finished;

        // Recursion goes no deeper than a cell tree may be.
        void Visit(Cell cell)
        {
            if (!seen.Add(cell)) return;
            for (var i = cell.RefSpan.Length - 1; i >= 0; i--) Visit(cell.RefSpan[i]);
            finished.Add(cell);
        }
    }

    private static int SizeOf(uint number) => Math.Max(1, (39 - BitOperations.LeadingZeroCount(number)) / 8);

    private static void Number(byte[] bag, ref int at, uint number, int size)
    {
        for (var i = size - 1; i >= 0; i--) bag[at++] = (byte)(number >> (8 * i));
    }
}
