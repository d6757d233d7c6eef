using System.Buffers.Binary;

namespace Cocoon.Ton.Cells;

/// <summary>Parses one bag of cells. Every count is checked against the bytes that are left before anything is allocated.</summary>
internal ref struct BocReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _all = bytes;
    private ReadOnlySpan<byte> _rest = bytes;

    public IReadOnlyList<Cell> Read()
    {
        var magic = (uint)Number(4);
        if (!Boc.IsKnown(magic, out var hasIndex, out var hasCrc)) throw new CellFormatException("Not a bag of cells: unknown first four bytes.");
        var flags = Byte();
        if (Boc.IsGeneric(magic))
        {
            hasIndex = (flags & 0x80) != 0;
            hasCrc = (flags & 0x40) != 0;
            flags &= 0x07;
        }
        var refSize = (int)flags;
        if (refSize is < 1 or > 4) throw new CellFormatException($"A bag of cells has references of 1 to 4 bytes, not {refSize}.");
        var offsetSize = (int)Byte();
        if (offsetSize is < 1 or > 8) throw new CellFormatException($"A bag of cells has offsets of 1 to 8 bytes, not {offsetSize}.");
        var cellCount = Count(refSize, "cells");
        var rootCount = Count(refSize, "roots");
        if (Number(refSize) != 0) throw new CellFormatException("Bags with absent cells are not supported.");
        var dataSize = Number(offsetSize);
        if (rootCount < 1 || rootCount > cellCount) throw new CellFormatException($"A bag of {cellCount} cells cannot have {rootCount} roots.");
        var roots = Roots(magic, rootCount, refSize);
        if (hasIndex) Take(checked(cellCount * offsetSize));
        if (dataSize > (ulong)_rest.Length || (ulong)cellCount * 2 > dataSize) throw new CellFormatException("A bag of cells is truncated.");
        if (hasCrc) CheckCrc((int)dataSize);
        _rest = _rest[..(int)dataSize];
        var cells = Cells(cellCount, refSize);
        return [.. roots.Select(root => (uint)root < (uint)cells.Length ? cells[root] : throw new CellFormatException("A root lies outside the bag."))];
    }

    private int[] Roots(uint magic, int count, int refSize)
    {
        // The two older forms have one root only, always the first cell.
        if (!Boc.IsGeneric(magic)) return [0];
        var roots = new int[count];
        for (var i = 0; i < count; i++) roots[i] = (int)Number(refSize);
        return roots;
    }

    private Cell[] Cells(int count, int refSize)
    {
        var drafts = new (byte[] Data, int Bits, int[] Refs, bool Exotic)[count];
        for (var i = 0; i < count; i++) drafts[i] = Draft(i, count, refSize);
        if (_rest.Length != 0) throw new CellFormatException("A bag of cells has bytes left over.");
        // References point forward only, so building from the back finds every child ready and no cycle can exist.
        var cells = new Cell[count];
        for (var i = count - 1; i >= 0; i--)
        {
            var (data, bits, refs, exotic) = drafts[i];
            cells[i] = new Cell(data, bits, Array.ConvertAll(refs, child => cells[child]), exotic);
        }
        return cells;
    }

    private (byte[], int, int[], bool) Draft(int index, int count, int refSize)
    {
        var refsDescriptor = Byte();
        var bitsDescriptor = Byte();
        var refCount = refsDescriptor & 7;
        if (refCount > Cell.MaxRefs) throw new CellFormatException("A cell has too many references.");
        if (refsDescriptor >> 5 != 0) throw new CellFormatException("Cells of a proof are not supported.");
        // Bit 4: hash and depth stored with the cell; they are recomputed, so skipped here.
        if ((refsDescriptor & 16) != 0) Take(32 + 2);
        var data = Take((bitsDescriptor + 1) / 2).ToArray();
        var bits = data.Length * 8;
        if (bitsDescriptor % 2 != 0)
        {
            if (data[^1] == 0) throw new CellFormatException("A cell lacks its completion tag.");
            var padding = System.Numerics.BitOperations.TrailingZeroCount(data[^1]) + 1;
            bits -= padding;
            data[^1] &= (byte)(0xff << padding);
        }
        var refs = new int[refCount];
        for (var i = 0; i < refCount; i++)
        {
            var child = Number(refSize);
            if (child <= (ulong)index || child >= (ulong)count) throw new CellFormatException("A cell refers backward or outside the bag.");
            refs[i] = (int)child;
        }
        return (data, bits, refs, (refsDescriptor & 8) != 0);
    }

    private readonly void CheckCrc(int dataSize)
    {
        if (_rest.Length < dataSize + 4) throw new CellFormatException("A bag of cells is truncated.");
        var covered = _all.Length - _rest.Length + dataSize;
        if (BinaryPrimitives.ReadUInt32LittleEndian(_rest[dataSize..]) != Boc.Crc32C(_all[..covered]))
            throw new CellFormatException("The checksum of a bag of cells is wrong.");
    }

    private int Count(int size, string what)
    {
        var count = Number(size);
        // A cell takes at least two bytes, so a count above the bytes left is a lie, however large the field is.
        return count <= (ulong)_rest.Length ? (int)count : throw new CellFormatException($"A bag of cells is too short for {count} {what}.");
    }

    private ulong Number(int size)
    {
        var value = 0UL;
        foreach (var b in Take(size)) value = value << 8 | b;
        return value;
    }

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw new CellFormatException("A bag of cells is truncated.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
