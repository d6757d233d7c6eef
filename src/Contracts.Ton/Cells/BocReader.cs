using System.Buffers.Binary;
using System.Numerics;

namespace Cocoon.Ton.Cells;

/// <summary>Parses one bag of cells. Every count is checked against the bytes that are left before anything is allocated.</summary>
internal ref struct BocReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _all = bytes;
    private ReadOnlySpan<byte> _rest = bytes;
    private BocHeader _header;

    public IReadOnlyList<Cell> Read()
    {
        _header = Header();
        var roots = Roots();
        var index = _header.HasIndex ? Take((long)_header.Cells * _header.OffsetSize) : default;
        if (_header.DataSize > (ulong)_rest.Length || (ulong)_header.Cells * 2 > _header.DataSize) throw new CellFormatException("A bag of cells is truncated.");
        if (_header.HasCrc) CheckCrc((int)_header.DataSize);
        _rest = _rest[..(int)_header.DataSize];
        var cells = Cells(index);
        return [.. roots.Select(root => (uint)root < (uint)cells.Length ? cells[root] : throw new CellFormatException("A root lies outside the bag."))];
    }

    private BocHeader Header()
    {
        var magic = (uint)Number(4);
        if (magic is not (Boc.Generic or Boc.Indexed or Boc.IndexedCrc)) throw new CellFormatException("Not a bag of cells: unknown first four bytes.");
        var flags = Byte();
        var generic = magic == Boc.Generic;
        var hasIndex = !generic || (flags & 0x80) != 0;
        var hasCrc = generic ? (flags & 0x40) != 0 : magic == Boc.IndexedCrc;
        var hasCacheBits = generic && (flags & 0x20) != 0;
        if (generic && ((flags & 0x18) != 0 || (hasCacheBits && !hasIndex))) throw new CellFormatException("A bag of cells has unknown flags.");
        var refSize = generic ? flags & 7 : flags;
        if (refSize is < 1 or > 4) throw new CellFormatException($"A bag of cells has references of 1 to 4 bytes, not {refSize}.");
        var offsetSize = (int)Byte();
        if (offsetSize is < 1 or > 8) throw new CellFormatException($"A bag of cells has offsets of 1 to 8 bytes, not {offsetSize}.");
        var cells = Count(refSize, "cells");
        var roots = Count(refSize, "roots");
        if (cells > Boc.MaxCells) throw new CellFormatException($"A bag has at most {Boc.MaxCells} cells, not {cells}.");
        if (Number(refSize) != 0) throw new CellFormatException("Bags with absent cells are not supported.");
        if (roots < 1 || roots > cells) throw new CellFormatException($"A bag of {cells} cells cannot have {roots} roots.");
        return new BocHeader(generic, hasIndex, hasCrc, hasCacheBits, refSize, offsetSize, cells, roots, Number(offsetSize));
    }

    private int[] Roots()
    {
        // The two older forms have one root only, always the first cell.
        if (!_header.IsGeneric) return _header.Roots == 1 ? [0] : throw new CellFormatException("A bag of this form has one root.");
        var roots = new int[_header.Roots];
        for (var i = 0; i < roots.Length; i++) roots[i] = (int)Number(_header.RefSize);
        return roots;
    }

    private Cell[] Cells(ReadOnlySpan<byte> index)
    {
        var data = _rest;
        var starts = new int[_header.Cells];
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = data.Length - _rest.Length;
            Skip();
            if (_header.HasIndex) CheckIndex(index, i, (ulong)(data.Length - _rest.Length));
        }
        if (_rest.Length != 0) throw new CellFormatException("A bag of cells has bytes left over.");
        // References point forward only, so building from the back finds every child ready and no cycle can exist.
        var cells = new Cell[starts.Length];
        for (var i = starts.Length - 1; i >= 0; i--)
        {
            _rest = data[starts[i]..];
            cells[i] = Build(i, cells);
        }
        return cells;
    }

    private void Skip()
    {
        var refsDescriptor = Byte();
        var bitsDescriptor = Byte();
        if ((refsDescriptor & 7) > Cell.MaxRefs) throw new CellFormatException("A cell has too many references.");
        Take(StoredHashes(refsDescriptor) * (32 + 2) + (bitsDescriptor + 1) / 2 + (refsDescriptor & 7) * _header.RefSize);
    }

    private Cell Build(int index, Cell[] cells)
    {
        var refsDescriptor = Byte();
        var bitsDescriptor = Byte();
        var hashes = Take(StoredHashes(refsDescriptor) * (32 + 2));
        var padded = Take((bitsDescriptor + 1) / 2);
        var bits = padded.Length * 8;
        if (bitsDescriptor % 2 != 0)
        {
            if (padded[^1] == 0) throw new CellFormatException("A cell lacks its completion tag.");
            bits -= BitOperations.TrailingZeroCount(padded[^1]) + 1;
        }
        var data = padded[..((bits + 7) / 8)].ToArray();
        if (bits % 8 != 0) data[^1] &= (byte)(0xff << (8 - bits % 8));
        var refs = (refsDescriptor & 7) == 0 ? [] : new Cell[refsDescriptor & 7];
        for (var i = 0; i < refs.Length; i++)
        {
            var child = Number(_header.RefSize);
            if (child <= (ulong)index || child >= (ulong)cells.Length) throw new CellFormatException("A cell refers backward or outside the bag.");
            refs[i] = cells[(int)child];
        }
        var cell = new Cell(data, bits, refs, (refsDescriptor & 8) != 0);
        if (refsDescriptor >> 5 != cell.LevelMask) throw new CellFormatException("A cell states another level than its content has.");
        CheckStored(cell, hashes);
        return cell;
    }

    /// <summary>Hashes and depths may be stored with a cell: one of each per level.</summary>
    private static int StoredHashes(byte refsDescriptor) => (refsDescriptor & 16) == 0 ? 0 : BitOperations.PopCount((uint)refsDescriptor >> 5) + 1;

    private static void CheckStored(Cell cell, ReadOnlySpan<byte> stored)
    {
        // A pruned branch has them in its data, too; there the last one is its own.
        if (stored.IsEmpty) return;
        var count = stored.Length / 34;
        if (!stored.Slice((count - 1) * 32, 32).SequenceEqual(cell.Hash) || BinaryPrimitives.ReadUInt16BigEndian(stored[^2..]) != cell.Depth)
            throw new CellFormatException("A hash or depth stored with a cell is not the cell's.");
    }

    private readonly void CheckIndex(ReadOnlySpan<byte> index, int cell, ulong end)
    {
        var value = 0UL;
        foreach (var b in index.Slice(cell * _header.OffsetSize, _header.OffsetSize)) value = value << 8 | b;
        // The lowest bit may say whether a reader should keep the cell.
        if (_header.HasCacheBits) value >>= 1;
        if (value != end) throw new CellFormatException("The index of a bag of cells is wrong.");
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

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _rest.Length) throw new CellFormatException("A bag of cells is truncated.");
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
