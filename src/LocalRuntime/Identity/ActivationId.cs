namespace Orleans.Runtime;

/// <summary>Names one activation of a grain: a new one each time the grain is brought to life.</summary>
public readonly struct ActivationId(Guid key) : IEquatable<ActivationId>
{
    public Guid Key { get; } = key;

    public bool IsDefault => Key == Guid.Empty;

    public static ActivationId NewId() => new(Guid.NewGuid());

    public bool Equals(ActivationId other) => Key == other.Key;

    public override bool Equals(object? obj) => obj is ActivationId other && Equals(other);

    public override int GetHashCode() => Key.GetHashCode();

    public override string ToString() => $"@{Key:N}";

    public static bool operator ==(ActivationId left, ActivationId right) => left.Equals(right);
    public static bool operator !=(ActivationId left, ActivationId right) => !left.Equals(right);
}
