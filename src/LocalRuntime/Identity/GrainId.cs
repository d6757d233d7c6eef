using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Orleans.Runtime;

/// <summary>Names one grain: its type and its key. The text form is "type/key".</summary>
[JsonConverter(typeof(GrainIdJsonConverter))]
public readonly struct GrainId(GrainType type, IdSpan key) : IEquatable<GrainId>, IComparable<GrainId>, ISpanParsable<GrainId>
{
    public GrainType Type { get; } = type;

    public IdSpan Key { get; } = key;

    public bool IsDefault => Type.IsDefault && Key.IsDefault;

    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    public static GrainId Create(GrainType type, string key) => new(type, IdSpan.Create(key));

    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    /// <summary>Reads "type/key".</summary>
    /// <exception cref="FormatException">The text has no '/', or nothing before or after it.</exception>
    public static GrainId Parse(string value) => Parse(value.AsSpan(), null);

    public static GrainId Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    public static GrainId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is not a grain id. Write it as 'type/key'.");

    public static bool TryParse(string? value, out GrainId result) => TryParse(value.AsSpan(), null, out result);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out GrainId result) => TryParse(s.AsSpan(), provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out GrainId result)
    {
        result = default;
        var slash = s.IndexOf('/');
        if (slash <= 0 || slash == s.Length - 1) return false;
        result = Create(s[..slash].ToString(), s[(slash + 1)..].ToString());
        return true;
    }

    /// <summary>The same number in every process; spreads grains over a ring.</summary>
    public uint GetUniformHashCode() => unchecked((Type.GetUniformHashCode() * 31) + Key.GetUniformHashCode());

    public bool Equals(GrainId other) => Key.Equals(other.Key) && Type.Equals(other.Type);

    public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

    public override int GetHashCode() => unchecked((int)GetUniformHashCode());

    public int CompareTo(GrainId other) => Type.CompareTo(other.Type) is var byType && byType != 0 ? byType : Key.CompareTo(other.Key);

    public override string ToString() => $"{Type}/{Key}";

    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);
    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);
    public static bool operator <(GrainId left, GrainId right) => left.CompareTo(right) < 0;
    public static bool operator >(GrainId left, GrainId right) => left.CompareTo(right) > 0;
    public static bool operator <=(GrainId left, GrainId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(GrainId left, GrainId right) => left.CompareTo(right) >= 0;
}
