using System.Buffers.Binary;
using System.Numerics;

namespace Cocoon.Ton.Cells;

/// <summary>
/// Bags of cells: the byte form of cell trees. Reads every standard form (with or without index and checksum, several
/// roots), writes one root with a checksum. Source: TL-B boc.tlb.
/// </summary>
public static class Boc
{
    private const uint Generic = 0xb5ee9c72;
    private const uint Indexed = 0x68ff65f3;
    private const uint IndexedCrc = 0xacc3a728;

    /// <summary>Bytes read at most; far above what a message or a contract can have.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <exception cref="CellFormatException">The bytes are not a bag with exactly one root.</exception>
    public static Cell Read(ReadOnlySpan<byte> bytes)
    {
        var roots = ReadRoots(bytes);
        return roots.Count == 1 ? roots[0] : throw new CellFormatException($"Expected a bag with one root, found {roots.Count}.");
    }

    public static Cell ReadBase64(string text)
    {
        try
        {
            return Read(Convert.FromBase64String(text));
        }
        catch (FormatException e) when (e is not CellFormatException)
        {
            throw new CellFormatException("A bag of cells is not valid base64.");
        }
    }

    public static IReadOnlyList<Cell> ReadRoots(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new CellFormatException($"A bag of cells has at most {MaxBytes} bytes.");
        return new BocReader(bytes).Read();
    }

    public static byte[] Write(Cell root)
    {
        var order = TopologicalOrder(root);
        var index = new Dictionary<Cell, int>(order.Count);
        for (var i = 0; i < order.Count; i++) index[order[i]] = i;
        var refSize = SizeOf((uint)order.Count);
        var cells = new List<byte>();
        foreach (var cell in order)
        {
            cells.Add(cell.RefsDescriptor);
            cells.Add(cell.BitsDescriptor);
            cells.AddRange(cell.PaddedData());
            foreach (var child in cell.Refs) AddNumber(cells, (uint)index[child], refSize);
        }
        var offsetSize = SizeOf((uint)cells.Count);
        var bag = new List<byte>();
        AddNumber(bag, Generic, 4);
        bag.Add((byte)(0x40 | refSize)); // has_crc32c
        bag.Add((byte)offsetSize);
        AddNumber(bag, (uint)order.Count, refSize);
        AddNumber(bag, 1, refSize); // roots
        AddNumber(bag, 0, refSize); // absent
        AddNumber(bag, (uint)cells.Count, offsetSize);
        AddNumber(bag, 0, refSize); // the root's index
        bag.AddRange(cells);
        var crc = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, Crc32C(bag.ToArray()));
        return [.. bag, .. crc];
    }

    public static string WriteBase64(Cell root) => Convert.ToBase64String(Write(root));

    internal static bool IsKnown(uint magic, out bool hasIndex, out bool hasCrc)
    {
        hasIndex = magic is Indexed or IndexedCrc;
        hasCrc = magic == IndexedCrc;
        return magic is Generic or Indexed or IndexedCrc;
    }

    internal static bool IsGeneric(uint magic) => magic == Generic;

    internal static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    /// <summary>Each distinct cell once, parents before children.</summary>
    private static List<Cell> TopologicalOrder(Cell root)
    {
        var finished = new List<Cell>();
        var seen = new HashSet<Cell>();
        Visit(root);
        finished.Reverse();
        return finished;

        void Visit(Cell cell)
        {
            if (!seen.Add(cell)) return;
            for (var i = cell.Refs.Count - 1; i >= 0; i--) Visit(cell.Refs[i]);
            finished.Add(cell);
        }
    }

    private static int SizeOf(uint number) => Math.Max(1, (39 - BitOperations.LeadingZeroCount(number)) / 8);

    private static void AddNumber(List<byte> bytes, uint number, int size)
    {
        for (var i = size - 1; i >= 0; i--) bytes.Add((byte)(number >> (8 * i)));
    }
}
