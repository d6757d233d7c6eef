namespace Orleans.Runtime;

/// <summary>The stable name of a grain interface: its <see cref="AliasAttribute"/>, or its full name.</summary>
public readonly struct GrainInterfaceType(IdSpan value) : IEquatable<GrainInterfaceType>
{
    public IdSpan Value { get; } = value;

    public bool IsDefault => Value.IsDefault;

    public static GrainInterfaceType Create(string value) => new(IdSpan.Create(value));

    public bool Equals(GrainInterfaceType other) => Value.Equals(other.Value);

    public override bool Equals(object? obj) => obj is GrainInterfaceType other && Equals(other);

    public override int GetHashCode() => Value.GetHashCode();

    public override string ToString() => Value.ToString();

    public static bool operator ==(GrainInterfaceType left, GrainInterfaceType right) => left.Equals(right);
    public static bool operator !=(GrainInterfaceType left, GrainInterfaceType right) => !left.Equals(right);
}
