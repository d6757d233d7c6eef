using System.Numerics;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Ton.Cells;

/// <summary>Writes one cell, most significant bit first. Not thread-safe.</summary>
public sealed class CellBuilder
{
    private readonly byte[] _data = new byte[(Cell.MaxBits + 7) / 8];
    private readonly List<Cell> _refs = [];
    private int _bits;

    public int BitsLeft => Cell.MaxBits - _bits;

    public int RefsLeft => Cell.MaxRefs - _refs.Count;

    public CellBuilder StoreBit(bool bit)
    {
        Require(1);
        if (bit) _data[_bits / 8] |= (byte)(0x80 >> (_bits % 8));
        _bits++;
        return this;
    }

    /// <param name="value">The number.</param>
    /// <param name="bits">Width, 0 to 64.</param>
    /// <exception cref="CellFormatException">The number does not fit the width, or the cell is full.</exception>
    public CellBuilder StoreUInt(ulong value, int bits)
    {
        if (bits is < 0 or > 64 || (bits < 64 && value >> bits != 0)) throw new CellFormatException($"{value} does not fit {bits} bits.");
        Require(bits);
        for (var i = bits - 1; i >= 0; i--) StoreBit((value >> i & 1) != 0);
        return this;
    }

    /// <summary>Two's complement of the given width, 1 to 64.</summary>
    public CellBuilder StoreInt(long value, int bits)
    {
        if (bits is < 1 or > 64 || (bits < 64 && (value < -(1L << (bits - 1)) || value >= 1L << (bits - 1))))
            throw new CellFormatException($"{value} does not fit {bits} signed bits.");
        return StoreUInt(bits == 64 ? (ulong)value : (ulong)value & ((1UL << bits) - 1), bits);
    }

    public CellBuilder StoreBytes(ReadOnlySpan<byte> bytes)
    {
        Require(bytes.Length * 8);
        foreach (var b in bytes) StoreUInt(b, 8);
        return this;
    }

    /// <summary>VarUInteger 16: a four-bit length in bytes, then the amount.</summary>
    public CellBuilder StoreCoins(Nano amount)
    {
        if (amount.IsNegative) throw new CellFormatException("Coins are never negative.");
        var bytes = (64 - BitOperations.LeadingZeroCount((ulong)amount.Value) + 7) / 8;
        return StoreUInt((ulong)bytes, 4).StoreUInt((ulong)amount.Value, bytes * 8);
    }

    /// <summary>addr_std without anycast, or addr_none for null.</summary>
    public CellBuilder StoreAddress(AccountAddress? address) => address is { } known
        ? StoreUInt(0b100, 3).StoreInt(known.Workchain, 8).StoreBytes(known.Hash)
        : StoreUInt(0, 2);

    public CellBuilder StoreRef(Cell cell)
    {
        if (RefsLeft == 0) throw new CellFormatException($"A cell has at most {Cell.MaxRefs} references.");
        _refs.Add(cell);
        return this;
    }

    /// <summary>A presence bit, then the reference if there is one.</summary>
    public CellBuilder StoreMaybeRef(Cell? cell) => cell is null ? StoreBit(false) : StoreBit(true).StoreRef(cell);

    /// <summary>The bits and references of another cell, inline.</summary>
    public CellBuilder StoreCell(Cell cell)
    {
        Require(cell.BitLength);
        var slice = cell.BeginParse();
        while (slice.BitsLeft > 0) StoreBit(slice.LoadBit());
        foreach (var child in cell.Refs) StoreRef(child);
        return this;
    }

    public Cell Build() => new(_data.AsSpan(0, (_bits + 7) / 8).ToArray(), _bits, [.. _refs]);

    private void Require(int bits)
    {
        if (bits > BitsLeft) throw new CellFormatException($"A cell has at most {Cell.MaxBits} bits.");
    }
}
