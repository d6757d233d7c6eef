using System.Buffers;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Crypto;

/// <summary>
/// Bytes that are compared, shown and stored as lower-case hex: hashes, public keys and signatures. Immutable, and equal
/// when the bytes are. Never used for secrets, since its text form is meant to be printed.
/// </summary>
[GenerateSerializer, Immutable, Alias("cocoon.hex")]
[JsonConverter(typeof(HexBytesJsonConverter))]
public readonly record struct HexBytes
{
    [Id(0)] private readonly string? _hex;

    public HexBytes(ReadOnlySpan<byte> bytes) => _hex = Convert.ToHexStringLower(bytes);

    /// <exception cref="FormatException">The text is not hex.</exception>
    public static HexBytes Parse(string hex) => new(Convert.FromHexString(hex));

    public static bool TryParse(string? hex, out HexBytes value)
    {
        value = default;
        if (hex is null || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit)) return false;
        value = Parse(hex);
        return true;
    }

    public bool IsEmpty => string.IsNullOrEmpty(_hex);

    /// <summary>The number of bytes.</summary>
    public int Length => (_hex?.Length ?? 0) / 2;

    public byte[] ToArray() => Convert.FromHexString(_hex ?? "");

    /// <exception cref="ArgumentException">There is no room for <see cref="Length"/> bytes.</exception>
    public void CopyTo(Span<byte> bytes)
    {
        if (Convert.FromHexString(_hex ?? "", bytes, out _, out _) != OperationStatus.Done) throw new ArgumentException($"There is room for {bytes.Length} bytes, not for {Length}.", nameof(bytes));
    }

    public override string ToString() => _hex ?? "";
}
