namespace Orleans.Runtime;

/// <summary>The stable name of a grain class: the text of <see cref="GrainTypeAttribute"/>, or the class name in lower case without "Grain".</summary>
public readonly struct GrainType : IEquatable<GrainType>, IComparable<GrainType>
{
    public GrainType(IdSpan id) => Value = id;

    public GrainType(byte[] value) => Value = new IdSpan(value);

    public IdSpan Value { get; }

    public bool IsDefault => Value.IsDefault;

    public static GrainType Create(string value) => new(IdSpan.Create(value));

    public ReadOnlySpan<byte> AsSpan() => Value.AsSpan();

    public uint GetUniformHashCode() => Value.GetUniformHashCode();

    public bool Equals(GrainType obj) => Value.Equals(obj.Value);

    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    public override int GetHashCode() => Value.GetHashCode();

    public int CompareTo(GrainType other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString();

    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
    public static bool operator <(GrainType left, GrainType right) => left.CompareTo(right) < 0;
    public static bool operator >(GrainType left, GrainType right) => left.CompareTo(right) > 0;
    public static bool operator <=(GrainType left, GrainType right) => left.CompareTo(right) <= 0;
    public static bool operator >=(GrainType left, GrainType right) => left.CompareTo(right) >= 0;
}
