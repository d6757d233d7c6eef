using System.Numerics;
using System.Runtime.InteropServices;

namespace Cocoon.Ton.Cells;

/// <summary>
/// Bags of cells: the byte form of cell trees. Reads every standard form (with or without index and checksum, several
/// roots, proofs); writes the generic one. Source: TL-B boc.tlb.
/// </summary>
public static class Boc
{
    internal const uint Generic = 0xb5ee9c72;
    internal const uint Indexed = 0x68ff65f3;
    internal const uint IndexedCrc = 0xacc3a728;

    /// <summary>Bytes read at most; far above what a message or a contract can have.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Cells read at most; four times what an account may store.</summary>
    public const int MaxCells = 1 << 18;

    /// <exception cref="CellFormatException">The bytes are not a bag with exactly one root.</exception>
    public static Cell Read(ReadOnlySpan<byte> bytes)
    {
        var roots = ReadRoots(bytes);
        return roots.Count == 1 ? roots[0] : throw new CellFormatException($"Expected a bag with one root, found {roots.Count}.");
    }

    /// <exception cref="CellFormatException">The text is not base64 of a bag with exactly one root.</exception>
    public static Cell ReadBase64(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxBytes / 3 * 4 + 4) throw new CellFormatException($"A bag of cells has at most {MaxBytes} bytes.");
        var bytes = new byte[text.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64String(text, bytes, out var written)) throw new CellFormatException("A bag of cells is not valid base64.");
        return Read(bytes.AsSpan(0, written));
    }

    /// <summary>All roots, in order; the same cell object where cells are shared.</summary>
    public static IReadOnlyList<Cell> ReadRoots(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new CellFormatException($"A bag of cells has at most {MaxBytes} bytes.");
        return new BocReader(bytes).Read();
    }

    /// <summary>One root with a checksum.</summary>
    public static byte[] Write(Cell root) => Write([root], BocOptions.Default);

    /// <summary>One or more roots; equal cells are written once.</summary>
    public static byte[] Write(IReadOnlyList<Cell> roots, BocOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (roots.Count == 0) throw new ArgumentException("A bag of cells has at least one root.", nameof(roots));
        return BocWriter.Write(roots, options);
    }

    public static string WriteBase64(Cell root) => Convert.ToBase64String(Write(root));

    internal static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word));
        foreach (var b in bytes[(words.Length * 8)..]) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
