using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Crypto;

/// <summary>
/// Bytes that are compared, shown and stored as lower-case hex: hashes, public keys and signatures. Immutable, and equal
/// when the bytes are. Never used for secrets, since its text form is meant to be printed.
/// </summary>
/// <remarks>Kept as bytes, which take a third of the memory of their text: idle grains are full of them.</remarks>
[GenerateSerializer, Immutable, Alias("cocoon.hex")]
[JsonConverter(typeof(HexBytesJsonConverter))]
public record struct HexBytes
{
    private const int MaxOnStack = 128;

    [NonSerialized]
    private byte[]? _bytes;

    public HexBytes(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    /// <summary>How the bytes cross a grain call; null for the default. Set by the serializer alone, for which the struct is not readonly.</summary>
    [Id(0)]
    internal string? Hex
    {
        readonly get => _bytes is null ? null : ToString();
        set => _bytes = value is null ? null : Convert.FromHexString(value);
    }

    /// <exception cref="FormatException">The text is not hex.</exception>
    public static HexBytes Parse(string hex) => new() { _bytes = Convert.FromHexString(hex) };

    public static bool TryParse(string? hex, out HexBytes value)
    {
        value = default;
        if (hex is null || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit)) return false;
        value = Parse(hex);
        return true;
    }

    public readonly bool IsEmpty => _bytes is null or [];

    /// <summary>The number of bytes.</summary>
    public readonly int Length => _bytes?.Length ?? 0;

    public readonly byte[] ToArray() => [.. _bytes.AsSpan()];

    /// <exception cref="ArgumentException">There is no room for <see cref="Length"/> bytes.</exception>
    public readonly void CopyTo(Span<byte> bytes)
    {
        if (!_bytes.AsSpan().TryCopyTo(bytes)) throw new ArgumentException($"There is room for {bytes.Length} bytes, not for {Length}.", nameof(bytes));
    }

    public override readonly string ToString() => Convert.ToHexStringLower(_bytes.AsSpan());

    /// <summary>Writes the text as a JSON string, without making it first: records are full of them.</summary>
    internal readonly void WriteTo(Utf8JsonWriter writer)
    {
        Span<byte> text = Length <= MaxOnStack ? stackalloc byte[2 * MaxOnStack] : new byte[2 * Length];
        Convert.TryToHexStringLower(_bytes, text, out var written);
        writer.WriteStringValue(text[..written]);
    }

    /// <remarks>The default is no empty value: a record may leave the one out and store the other.</remarks>
    public readonly bool Equals(HexBytes other) => _bytes is null == other._bytes is null && _bytes.AsSpan().SequenceEqual(other._bytes);

    public override readonly int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }
}
