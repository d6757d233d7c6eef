using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cocoon.Ton.Cells;

/// <summary>
/// A cell of the TON virtual machine: up to 1023 bits and four references. Immutable and thread-safe; equal when the
/// representation hashes are. Source: the TVM and blockchain white papers, section 3.1 of the latter for the hash.
/// </summary>
public sealed class Cell : IEquatable<Cell>
{
    public const int MaxBits = 1023;
    public const int MaxRefs = 4;

    /// <summary>Deepest tree accepted; the node's own limit.</summary>
    public const int MaxDepth = 1024;

    private const int LibraryBits = 8 + 256;
    private const byte LibraryType = 2;

    private readonly byte[] _data;
    private readonly Cell[] _refs;
    private readonly byte[] _hash;

    /// <param name="data">Bits from the most significant one on; unused bits of the last byte must be zero.</param>
    /// <param name="bitLength">Number of bits in use.</param>
    /// <param name="refs">References in order.</param>
    /// <param name="isExotic">Library reference. The other exotic cells belong to proofs, which nothing here reads.</param>
    internal Cell(byte[] data, int bitLength, Cell[] refs, bool isExotic = false)
    {
        if (bitLength is < 0 or > MaxBits) throw new CellFormatException($"A cell has at most {MaxBits} bits, not {bitLength}.");
        if (refs.Length > MaxRefs) throw new CellFormatException($"A cell has at most {MaxRefs} references, not {refs.Length}.");
        if (isExotic && (bitLength != LibraryBits || data[0] != LibraryType)) throw new CellFormatException("Of exotic cells only library references are supported.");
        _data = data;
        _refs = refs;
        BitLength = bitLength;
        IsExotic = isExotic;
        Depth = refs.Length == 0 ? 0 : refs.Max(child => child.Depth) + 1;
        if (Depth > MaxDepth) throw new CellFormatException($"Cells are nested deeper than {MaxDepth}.");
        _hash = SHA256.HashData(Representation());
    }

    public static Cell Empty { get; } = new([], 0, []);

    public int BitLength { get; }

    public bool IsExotic { get; }

    public int Depth { get; }

    public IReadOnlyList<Cell> Refs => _refs;

    /// <summary>The 32 bytes of the representation hash.</summary>
    public ReadOnlySpan<byte> Hash => _hash;

    internal ReadOnlySpan<byte> Data => _data;

    public CellSlice BeginParse() => new(this);

    public bool Equals(Cell? other) => other is not null && Hash.SequenceEqual(other.Hash);

    public override bool Equals(object? obj) => Equals(obj as Cell);

    public override int GetHashCode() => BinaryPrimitives.ReadInt32LittleEndian(_hash);

    public override string ToString() => $"cell {Convert.ToHexStringLower(_hash.AsSpan(0, 4))}… ({BitLength} bits, {_refs.Length} refs)";

    /// <summary>First descriptor: references and exotic flag. Its level is always 0: only proofs have others.</summary>
    internal byte RefsDescriptor => (byte)(_refs.Length + (IsExotic ? 8 : 0));

    /// <summary>Second descriptor: bytes of data, counting a part-filled one half.</summary>
    internal byte BitsDescriptor => (byte)(BitLength / 8 + (BitLength + 7) / 8);

    /// <summary>Data with the completion tag: a one bit and zeros fill a part-used last byte.</summary>
    internal byte[] PaddedData()
    {
        var padded = _data.AsSpan(0, (BitLength + 7) / 8).ToArray();
        if (BitLength % 8 != 0) padded[^1] |= (byte)(0x80 >> (BitLength % 8));
        return padded;
    }

    private byte[] Representation()
    {
        var data = PaddedData();
        var bytes = new byte[2 + data.Length + _refs.Length * 34];
        bytes[0] = RefsDescriptor;
        bytes[1] = BitsDescriptor;
        data.CopyTo(bytes, 2);
        var depths = bytes.AsSpan(2 + data.Length);
        var hashes = depths[(_refs.Length * 2)..];
        for (var i = 0; i < _refs.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(depths[(i * 2)..], (ushort)_refs[i].Depth);
            _refs[i].Hash.CopyTo(hashes[(i * 32)..]);
        }
        return bytes;
    }
}
