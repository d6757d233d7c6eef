using System.Numerics;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Addresses;

namespace Cocoon.Ton.Cells;

/// <summary>
/// Writes one cell, most significant bit first. What does not fit throws <see cref="CellFormatException"/>. Not thread-safe.
/// </summary>
public sealed class CellBuilder
{
    private readonly byte[] _data = new byte[(Cell.MaxBits + 7) / 8];
    private readonly Cell[] _refs = new Cell[Cell.MaxRefs];
    private int _bits;
    private int _refCount;

    public int BitsLeft => Cell.MaxBits - _bits;

    public int RefsLeft => Cell.MaxRefs - _refCount;

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
        BitSpan.Write(_data, _bits, value, bits);
        _bits += bits;
        return this;
    }

    /// <summary>Two's complement of the given width, 1 to 64.</summary>
    public CellBuilder StoreInt(long value, int bits)
    {
        if (bits is < 1 or > 64 || (bits < 64 && (value < -(1L << (bits - 1)) || value >= 1L << (bits - 1))))
            throw new CellFormatException($"{value} does not fit {bits} signed bits.");
        return StoreUInt(bits == 64 ? (ulong)value : (ulong)value & ((1UL << bits) - 1), bits);
    }

    /// <summary>A number of any size, unsigned.</summary>
    /// <param name="value">The number.</param>
    /// <param name="bits">Width, 0 to 1023.</param>
    public CellBuilder StoreBigUInt(BigInteger value, int bits)
    {
        if (bits < 0 || value.Sign < 0 || value.GetBitLength() > bits) throw new CellFormatException($"The number does not fit {bits} bits.");
        Require(bits);
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        var used = Math.Min(bits, bytes.Length * 8);
        BitSpan.Copy(bytes, bytes.Length * 8 - used, _data, _bits + bits - used, used);
        _bits += bits;
        return this;
    }

    /// <summary>A number of any size in two's complement.</summary>
    /// <param name="value">The number.</param>
    /// <param name="bits">Width, 1 to 1023; 257 for the machine's integers.</param>
    public CellBuilder StoreBigInt(BigInteger value, int bits)
    {
        if (bits < 1 || value.GetBitLength() > bits - 1) throw new CellFormatException($"The number does not fit {bits} signed bits.");
        return StoreBigUInt(value.Sign < 0 ? value + (BigInteger.One << bits) : value, bits);
    }

    public CellBuilder StoreBytes(ReadOnlySpan<byte> bytes)
    {
        Require((long)bytes.Length * 8);
        BitSpan.Copy(bytes, 0, _data, _bits, bytes.Length * 8);
        _bits += bytes.Length * 8;
        return this;
    }

    /// <summary>VarUInteger 16: a four-bit length in bytes, then the amount.</summary>
    public CellBuilder StoreCoins(Nano amount)
    {
        if (amount.IsNegative) throw new CellFormatException("Coins are never negative.");
        var bytes = (64 - BitOperations.LeadingZeroCount((ulong)amount.Value) + 7) / 8;
        return StoreUInt((ulong)bytes, 4).StoreUInt((ulong)amount.Value, bytes * 8);
    }

    /// <summary>VarUInteger: a length in bytes, then the number.</summary>
    /// <param name="value">The number, not negative.</param>
    /// <param name="lengthBits">Bits of the length: 4 for VarUInteger 16 (amounts), 5 for VarUInteger 32.</param>
    public CellBuilder StoreVarUInt(BigInteger value, int lengthBits)
    {
        if (value.Sign < 0) throw new CellFormatException("A VarUInteger is never negative.");
        var bytes = value.IsZero ? 0 : value.GetByteCount(isUnsigned: true);
        return StoreUInt((ulong)bytes, lengthBits).StoreBigUInt(value, bytes * 8);
    }

    /// <summary>addr_std without anycast, or addr_none for null.</summary>
    public CellBuilder StoreAddress(AccountAddress? address) => address is { } known
        ? StoreUInt(0b100, 3).StoreInt(known.Workchain, 8).StoreBytes(known.Hash)
        : StoreUInt(0, 2);

    /// <summary>addr_extern, or addr_none for null.</summary>
    public CellBuilder StoreExternalAddress(ExternalAddress? address) => address is null
        ? StoreUInt(0, 2)
        : StoreUInt(0b01, 2).StoreUInt((ulong)address.Bits.BitLength, 9).StoreCell(address.Bits);

    public CellBuilder StoreRef(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (RefsLeft == 0) throw new CellFormatException($"A cell has at most {Cell.MaxRefs} references.");
        _refs[_refCount++] = cell;
        return this;
    }

    /// <summary>A presence bit, then the reference if there is one. A dictionary (HashmapE) is stored like this.</summary>
    public CellBuilder StoreMaybeRef(Cell? cell) => cell is null ? StoreBit(false) : StoreBit(true).StoreRef(cell);

    /// <summary>Maybe X: a presence bit, then what <paramref name="store"/> writes if there is a value.</summary>
    public CellBuilder StoreMaybe<T>(T? value, Action<CellBuilder, T> store) where T : struct
    {
        StoreBit(value is not null);
        if (value is { } present) store(this, present);
        return this;
    }

    /// <summary>Either X ^X: a bit that says which, then the cell inline or by reference.</summary>
    public CellBuilder StoreEither(Cell cell, bool byReference) =>
        byReference ? StoreBit(true).StoreRef(cell) : StoreBit(false).StoreCell(cell);

    /// <summary>The bits and references of another cell, inline.</summary>
    public CellBuilder StoreCell(Cell cell)
    {
        if (cell.IsExotic) throw new CellFormatException("An exotic cell cannot be stored inline.");
        return StoreSlice(cell.BeginParse());
    }

    /// <summary>What is left of a slice, inline; the slice is not moved.</summary>
    public CellBuilder StoreSlice(CellSlice slice)
    {
        Require(slice.BitsLeft);
        if (slice.RefsLeft > RefsLeft) throw new CellFormatException($"A cell has at most {Cell.MaxRefs} references.");
        slice.CopyBits(_data, _bits);
        _bits += slice.BitsLeft;
        foreach (var child in slice.RefSpan) StoreRef(child);
        return this;
    }

    public Cell Build() => Build(isExotic: false);

    /// <summary>A cell whose first byte names its <see cref="CellType"/>; refused when it is not sound.</summary>
    public Cell BuildExotic() => Build(isExotic: true);

    private Cell Build(bool isExotic) => new(_data.AsSpan(0, (_bits + 7) / 8).ToArray(), _bits, _refs.AsSpan(0, _refCount).ToArray(), isExotic);

    private void Require(long bits)
    {
        if (bits > BitsLeft) throw new CellFormatException($"A cell has at most {Cell.MaxBits} bits.");
    }
}
