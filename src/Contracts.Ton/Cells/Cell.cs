using System.Buffers.Binary;
using System.Numerics;

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

    /// <summary>Highest level of a cell: how many proofs can be nested around it.</summary>
    public const int MaxLevel = 3;

    private readonly byte[] _data;
    private readonly Cell[] _refs;
    private readonly LevelHash[] _lower = [];
    private readonly Hash256 _hash;

    /// <param name="data">Bits from the most significant one on; unused bits of the last byte must be zero.</param>
    /// <param name="bitLength">Number of bits in use; <paramref name="data"/> has just the bytes they need.</param>
    /// <param name="refs">References in order.</param>
    /// <param name="isExotic">Whether the first byte of the data names a <see cref="CellType"/>.</param>
    internal Cell(byte[] data, int bitLength, Cell[] refs, bool isExotic = false)
    {
        if (bitLength is < 0 or > MaxBits) throw new CellFormatException($"A cell has at most {MaxBits} bits, not {bitLength}.");
        if (refs.Length > MaxRefs) throw new CellFormatException($"A cell has at most {MaxRefs} references, not {refs.Length}.");
        _data = data;
        _refs = refs;
        BitLength = bitLength;
        if (isExotic) Type = ExoticCell.TypeOf(this);
        LevelMask = ExoticCell.LevelMaskOf(this);
        var ownLevels = Type == CellType.PrunedBranch ? 0 : BitOperations.PopCount(LevelMask);
        if (ownLevels > 0) _lower = new LevelHash[ownLevels];
        Depth = CellHasher.Hash(this, _lower, _hash);
        ExoticCell.RequireSound(this);
    }

    public static Cell Empty { get; } = new([], 0, []);

    public int BitLength { get; }

    public CellType Type { get; }

    public bool IsExotic => Type != CellType.Ordinary;

    /// <summary>Longest way down to a cell without references.</summary>
    public int Depth { get; }

    /// <summary>0 for everything that is not inside a proof; above that, what is pruned below is not proven yet.</summary>
    public int Level => 32 - BitOperations.LeadingZeroCount(LevelMask);

    public IReadOnlyList<Cell> Refs => _refs;

    /// <summary>The 32 bytes of the representation hash.</summary>
    public ReadOnlySpan<byte> Hash => _hash;

    internal ReadOnlySpan<byte> Data => _data;

    internal ReadOnlySpan<Cell> RefSpan => _refs;

    /// <summary>Bit i is set when this cell has another hash at level i + 1 than below.</summary>
    internal uint LevelMask { get; }

    /// <summary>
    /// The hash at a level. At level 0 pruned branches count as what they stand for: in a proof this is the hash of the
    /// whole tree's cell.
    /// </summary>
    /// <param name="level">0 to 3.</param>
    public ReadOnlySpan<byte> HashAt(int level)
    {
        if (!IsLower(level, out var index)) return _hash;
        return Type == CellType.PrunedBranch ? ExoticCell.PrunedHash(this, index) : _lower[index].Hash;
    }

    /// <summary>The depth at a level; see <see cref="HashAt"/>.</summary>
    /// <param name="level">0 to 3.</param>
    public int DepthAt(int level)
    {
        if (!IsLower(level, out var index)) return Depth;
        return Type == CellType.PrunedBranch ? ExoticCell.PrunedDepth(this, index) : _lower[index].Depth;
    }

    /// <summary>Starts reading.</summary>
    /// <exception cref="CellFormatException">The cell is exotic: what it stands for is not here.</exception>
    public CellSlice BeginParse() => Type switch
    {
        CellType.Ordinary => new CellSlice(this),
        CellType.PrunedBranch => throw new CellFormatException("This part is pruned: the proof does not contain it."),
        CellType.LibraryReference => throw new CellFormatException("This is a reference to a library; fetch the library's cell by its hash and read that."),
        _ => throw new CellFormatException("This is a Merkle proof or update; read it with MerkleProof."),
    };

    /// <summary>Starts reading the raw bits of a cell of any type.</summary>
    public CellSlice BeginParseRaw() => new(this);

    public bool Equals(Cell? other) => other is not null && Hash.SequenceEqual(other.Hash);

    public override bool Equals(object? obj) => Equals(obj as Cell);

    public override int GetHashCode() => BinaryPrimitives.ReadInt32LittleEndian(_hash);

    public override string ToString() => $"cell {Convert.ToHexStringLower(Hash[..4])}… ({BitLength} bits, {_refs.Length} refs)";

    /// <summary>First descriptor: references, exotic flag and level mask.</summary>
    internal byte RefsDescriptor(uint levelMask) => (byte)((uint)_refs.Length + (IsExotic ? 8u : 0u) + (levelMask << 5));

    /// <summary>Second descriptor: bytes of data, counting a part-filled one half.</summary>
    internal byte BitsDescriptor => (byte)(BitLength / 8 + (BitLength + 7) / 8);

    /// <summary>Writes the data with its completion tag: a one bit and zeros fill a part-used last byte.</summary>
    internal void WriteData(Span<byte> target)
    {
        _data.CopyTo(target);
        if (BitLength % 8 != 0) target[_data.Length - 1] |= (byte)(0x80 >> (BitLength % 8));
    }

    private bool IsLower(int level, out int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        index = 0;
        if (LevelMask == 0) return false; // nearly every cell there is
        index = BitOperations.PopCount(LevelMask & ((1u << level) - 1));
        return index < BitOperations.PopCount(LevelMask);
    }
}
