using System.Runtime.InteropServices;
using System.Text;

namespace Orleans.Runtime;

/// <summary>A UTF-8 piece of a grain's identity with its hash computed once. Equal bytes are equal identities.</summary>
public readonly struct IdSpan : IEquatable<IdSpan>, IComparable<IdSpan>
{
    private readonly byte[]? _value;
    private readonly int _hash;

    public IdSpan(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
        _hash = StableHash(value);
    }

    public bool IsDefault => _value is null;

    public ReadOnlyMemory<byte> Value => _value;

    public static IdSpan Create(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return new IdSpan(Encoding.UTF8.GetBytes(id));
    }

    public ReadOnlySpan<byte> AsSpan() => _value;

    /// <summary>A hash that is the same in every process, unlike <see cref="object.GetHashCode"/> in general.</summary>
    public uint GetUniformHashCode() => unchecked((uint)_hash);

    public bool Equals(IdSpan obj) => ReferenceEquals(_value, obj._value) || (_hash == obj._hash && AsSpan().SequenceEqual(obj.AsSpan()));

    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    public override int GetHashCode() => _hash;

    public int CompareTo(IdSpan other) => AsSpan().SequenceCompareTo(other.AsSpan());

    public override string ToString() => _value is null ? "" : Encoding.UTF8.GetString(_value);

    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);
    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);
    public static bool operator <(IdSpan left, IdSpan right) => left.CompareTo(right) < 0;
    public static bool operator >(IdSpan left, IdSpan right) => left.CompareTo(right) > 0;
    public static bool operator <=(IdSpan left, IdSpan right) => left.CompareTo(right) <= 0;
    public static bool operator >=(IdSpan left, IdSpan right) => left.CompareTo(right) >= 0;

    // FNV-1a over 32-bit words with MurmurHash3's final mix: short keys that differ in one character spread over all bits.
    private static int StableHash(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var hash = 2166136261u ^ (uint)bytes.Length;
            var words = MemoryMarshal.Cast<byte, uint>(bytes);
            foreach (var word in words) hash = System.Numerics.BitOperations.RotateLeft((hash ^ word) * 16777619u, 5);
            foreach (var value in bytes[(words.Length * 4)..]) hash = (hash ^ value) * 16777619u;
            hash = (hash ^ (hash >> 16)) * 0x85ebca6bu;
            hash = (hash ^ (hash >> 13)) * 0xc2b2ae35u;
            return (int)(hash ^ (hash >> 16));
        }
    }
}
