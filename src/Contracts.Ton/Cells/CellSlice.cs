using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Ton.Cells;

/// <summary>Reads one cell from front to back; reading past the end throws <see cref="CellFormatException"/>. Not thread-safe.</summary>
public sealed class CellSlice
{
    private readonly Cell _cell;
    private int _bit;
    private int _ref;

    internal CellSlice(Cell cell) => _cell = cell;

    public int BitsLeft => _cell.BitLength - _bit;

    public int RefsLeft => _cell.Refs.Count - _ref;

    public bool LoadBit()
    {
        Require(1);
        var bit = (_cell.Data[_bit / 8] & (0x80 >> (_bit % 8))) != 0;
        _bit++;
        return bit;
    }

    /// <param name="bits">Width, 0 to 64.</param>
    public ulong LoadUInt(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 64);
        Require(bits);
        var value = 0UL;
        for (var i = 0; i < bits; i++) value = value << 1 | (LoadBit() ? 1UL : 0);
        return value;
    }

    public uint LoadUInt32() => (uint)LoadUInt(32);

    /// <summary>Two's complement of the given width, 1 to 64.</summary>
    public long LoadInt(int bits)
    {
        var value = LoadUInt(bits);
        var shift = 64 - bits;
        return (long)(value << shift) >> shift;
    }

    public byte[] LoadBytes(int count)
    {
        Require(count * 8);
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) bytes[i] = (byte)LoadUInt(8);
        return bytes;
    }

    public CellSlice SkipBits(int bits)
    {
        Require(bits);
        _bit += bits;
        return this;
    }

    /// <summary>The opcode or tag at the current place, without moving.</summary>
    public uint? PeekUInt32()
    {
        if (BitsLeft < 32) return null;
        var value = LoadUInt32();
        _bit -= 32;
        return value;
    }

    /// <summary>VarUInteger 16. Amounts above 63 bits do not exist on TON and are refused.</summary>
    public Nano LoadCoins()
    {
        var bytes = (int)LoadUInt(4);
        if (bytes > 8) throw new CellFormatException("An amount of coins above 63 bits.");
        var value = LoadUInt(bytes * 8);
        return value <= long.MaxValue ? new Nano((long)value) : throw new CellFormatException("An amount of coins above 63 bits.");
    }

    /// <summary>CurrencyCollection: the coins; extra currencies are skipped.</summary>
    public Nano LoadCurrencies()
    {
        var coins = LoadCoins();
        LoadMaybeRef();
        return coins;
    }

    public Nano? LoadMaybeCoins() => LoadBit() ? LoadCoins() : null;

    /// <summary>An internal address; null for addr_none and for external addresses, which name no account.</summary>
    public AccountAddress? LoadAddress()
    {
        switch (LoadUInt(2))
        {
            case 0b00:
                return null;
            case 0b01:
                SkipBits((int)LoadUInt(9));
                return null;
            case 0b10:
                if (LoadBit()) throw new CellFormatException("Anycast addresses are not supported.");
                var workchain = (sbyte)LoadInt(8);
                return AccountAddress.From(workchain, LoadBytes(32));
            default:
                throw new CellFormatException("Addresses of variable length are not supported.");
        }
    }

    public Cell LoadRef() => RefsLeft > 0 ? _cell.Refs[_ref++] : throw new CellFormatException("A reference is missing.");

    public Cell? LoadMaybeRef() => LoadBit() ? LoadRef() : null;

    /// <summary>What is left, as a cell of its own.</summary>
    public Cell LoadRest()
    {
        var builder = new CellBuilder();
        while (BitsLeft > 0) builder.StoreBit(LoadBit());
        while (RefsLeft > 0) builder.StoreRef(LoadRef());
        return builder.Build();
    }

    private void Require(int bits)
    {
        if (bits < 0 || bits > BitsLeft) throw new CellFormatException($"A cell ended {bits - BitsLeft} bits early.");
    }
}
