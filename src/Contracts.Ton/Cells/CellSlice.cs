using System.Numerics;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Addresses;

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

    /// <summary>Nothing is left, neither bits nor references.</summary>
    public bool IsEmpty => BitsLeft == 0 && RefsLeft == 0;

    internal ReadOnlySpan<Cell> RefSpan => _cell.RefSpan[_ref..];

    public bool LoadBit()
    {
        Require(1);
        return BitSpan.IsSet(_cell.Data, _bit++);
    }

    /// <param name="bits">Width, 0 to 64.</param>
    public ulong LoadUInt(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 64);
        Require(bits);
        var value = BitSpan.Read(_cell.Data, _bit, bits);
        _bit += bits;
        return value;
    }

    public uint LoadUInt32() => (uint)LoadUInt(32);

    /// <summary>Two's complement of the given width, 1 to 64.</summary>
    public long LoadInt(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 1);
        var value = LoadUInt(bits);
        var shift = 64 - bits;
        return (long)(value << shift) >> shift;
    }

    /// <summary>A number of any size, unsigned.</summary>
    /// <param name="bits">Width, 0 to 1023.</param>
    public BigInteger LoadBigUInt(int bits)
    {
        Require(bits);
        var bytes = new byte[(bits + 7) / 8];
        BitSpan.Copy(_cell.Data, _bit, bytes, bytes.Length * 8 - bits, bits);
        _bit += bits;
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>A number of any size in two's complement.</summary>
    /// <param name="bits">Width, 1 to 1023; 257 for the machine's integers.</param>
    public BigInteger LoadBigInt(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 1);
        var value = LoadBigUInt(bits);
        return value >> (bits - 1) == BigInteger.Zero ? value : value - (BigInteger.One << bits);
    }

    public byte[] LoadBytes(int count)
    {
        Require((long)count * 8);
        var bytes = new byte[count];
        BitSpan.Copy(_cell.Data, _bit, bytes, 0, count * 8);
        _bit += count * 8;
        return bytes;
    }

    /// <summary>The next bits as a cell without references.</summary>
    public Cell LoadBits(int count)
    {
        Require(count);
        var bytes = new byte[(count + 7) / 8];
        BitSpan.Copy(_cell.Data, _bit, bytes, 0, count);
        _bit += count;
        return new Cell(bytes, count, []);
    }

    public CellSlice SkipBits(int bits)
    {
        Require(bits);
        _bit += bits;
        return this;
    }

    /// <summary>The opcode or tag at the current place, without moving; null when fewer than 32 bits are left.</summary>
    public uint? PeekUInt32() => BitsLeft < 32 ? null : (uint)BitSpan.Read(_cell.Data, _bit, 32);

    /// <summary>VarUInteger 16. Amounts above 63 bits do not exist on TON and are refused.</summary>
    public Nano LoadCoins()
    {
        var bytes = (int)LoadUInt(4);
        if (bytes > 8) throw new CellFormatException("An amount of coins above 63 bits.");
        var value = LoadUInt(bytes * 8);
        return value <= long.MaxValue ? new Nano((long)value) : throw new CellFormatException("An amount of coins above 63 bits.");
    }

    /// <summary>VarUInteger of any size.</summary>
    /// <param name="lengthBits">Bits of the length: 4 for VarUInteger 16, 5 for VarUInteger 32.</param>
    public BigInteger LoadVarUInt(int lengthBits) => LoadBigUInt(checked((int)LoadUInt(lengthBits)) * 8);

    /// <summary>CurrencyCollection: the coins; extra currencies are skipped.</summary>
    public Nano LoadCurrencies()
    {
        var coins = LoadCoins();
        LoadMaybeRef();
        return coins;
    }

    public Nano? LoadMaybeCoins() => LoadBit() ? LoadCoins() : null;

    /// <summary>Maybe X: what <paramref name="load"/> reads if the presence bit is set.</summary>
    public T? LoadMaybe<T>(Func<CellSlice, T> load) where T : struct => LoadBit() ? load(this) : null;

    /// <summary>Either X ^X, where X takes all that is left.</summary>
    public Cell LoadEither() => LoadBit() ? LoadRef() : LoadRest();

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

    /// <summary>An internal address that must be there: addr_none and addr_extern are refused.</summary>
    public AccountAddress LoadAccount()
    {
        if (BitsLeft >= 2 && BitSpan.Read(_cell.Data, _bit, 2) is var tag and < 2)
            throw new CellFormatException($"Expected an account's address, found {(tag == 0 ? "addr_none" : "addr_extern")}.");
        return LoadAddress()!.Value;
    }

    /// <summary>addr_extern; null for addr_none. Internal addresses are refused.</summary>
    public ExternalAddress? LoadExternalAddress() => LoadUInt(2) switch
    {
        0b00 => null,
        0b01 => new ExternalAddress(LoadBits((int)LoadUInt(9))),
        _ => throw new CellFormatException("Expected an external address, found an internal one."),
    };

    public Cell LoadRef() => RefsLeft > 0 ? _cell.RefSpan[_ref++] : throw new CellFormatException("A reference is missing.");

    public Cell? LoadMaybeRef() => LoadBit() ? LoadRef() : null;

    /// <summary>What is left, as a cell of its own.</summary>
    public Cell LoadRest()
    {
        if (_bit == 0 && _ref == 0 && !_cell.IsExotic)
        {
            (_bit, _ref) = (_cell.BitLength, _cell.RefSpan.Length);
            return _cell;
        }
        var rest = new CellBuilder().StoreSlice(this).Build();
        (_bit, _ref) = (_cell.BitLength, _cell.RefSpan.Length);
        return rest;
    }

    /// <summary>Nothing may follow.</summary>
    /// <exception cref="CellFormatException">Bits or references are left.</exception>
    public void RequireEnd()
    {
        if (!IsEmpty) throw new CellFormatException($"A cell has {BitsLeft} bits and {RefsLeft} references left over.");
    }

    internal void CopyBits(Span<byte> target, int at) => BitSpan.Copy(_cell.Data, _bit, target, at, BitsLeft);

    private void Require(long bits)
    {
        if (bits < 0 || bits > BitsLeft) throw new CellFormatException($"A cell ended {bits - BitsLeft} bits early.");
    }
}
