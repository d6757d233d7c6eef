using System.Globalization;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Accounts;

/// <summary>
/// A TON account in raw form, "workchain:64 hex digits" in lower case. One account has exactly one spelling here, so it
/// can be a grain key; the friendly base64 forms are read and written by Cocoon.Ton.
/// </summary>
/// <remarks>Kept as bytes, like <see cref="Crypto.HexBytes"/>: every record has some.</remarks>
[GenerateSerializer, Immutable, Alias("cocoon.address")]
[JsonConverter(typeof(AccountAddressJsonConverter))]
public record struct AccountAddress : IComparable<AccountAddress>
{
    private const int HashSize = 32;

    /// <summary>The workchain and then the hash; null for the default.</summary>
    [NonSerialized]
    private byte[]? _bytes;

    /// <summary>How the account crosses a grain call; null for the default. Set by the serializer alone, for which the struct is not readonly.</summary>
    [Id(0)]
    internal string? Text
    {
        readonly get => IsSet ? Raw : null;
        set => _bytes = value is null ? null : Parse(value)._bytes;
    }

    /// <summary>The canonical text.</summary>
    /// <exception cref="InvalidOperationException">The value is the default and names no account.</exception>
    public readonly string Raw => string.Create(CultureInfo.InvariantCulture, $"{Workchain}:{Convert.ToHexStringLower(Known.AsSpan(1))}");

    public readonly bool IsSet => _bytes is not null;

    private readonly byte[] Known => _bytes ?? throw new InvalidOperationException("This AccountAddress was never set.");

    /// <exception cref="FormatException">The text is not a raw TON address.</exception>
    public static AccountAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException("Not a raw TON address: expected workchain:64 hex digits.");

    public static bool TryParse(string? text, out AccountAddress address)
    {
        address = default;
        if (text is null) return false;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || text.Length - colon - 1 != 64) return false;
        if (!sbyte.TryParse(text.AsSpan(0, colon), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var workchain)) return false;
        var hash = text.AsSpan(colon + 1);
        foreach (var c in hash)
            if (!char.IsAsciiHexDigit(c)) return false;
        address = From(workchain, Convert.FromHexString(hash));
        return true;
    }

    /// <param name="workchain">0 for the basechain, -1 for the masterchain.</param>
    /// <param name="hash">The 32 bytes of the account id.</param>
    public static AccountAddress From(sbyte workchain, ReadOnlySpan<byte> hash)
    {
        if (hash.Length != HashSize) throw new ArgumentException("An account id has 32 bytes.", nameof(hash));
        return new AccountAddress { _bytes = [unchecked((byte)workchain), .. hash] };
    }

    public readonly sbyte Workchain => unchecked((sbyte)Known[0]);

    /// <summary>The 32 bytes of the account id.</summary>
    public readonly byte[] Hash => Known[1..];

    /// <summary>Ordinal order of the raw text: any fixed order will do for sorted maps.</summary>
    public readonly int CompareTo(AccountAddress other)
    {
        // Where the workchains are the same, the bytes are ordered as their digits are.
        if (_bytes is null || other._bytes is null || _bytes[0] != other._bytes[0]) return string.CompareOrdinal(Text, other.Text);
        return _bytes.AsSpan().SequenceCompareTo(other._bytes);
    }

    public readonly bool Equals(AccountAddress other) => _bytes.AsSpan().SequenceEqual(other._bytes);

    public override readonly int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    public static bool operator <(AccountAddress left, AccountAddress right) => left.CompareTo(right) < 0;
    public static bool operator >(AccountAddress left, AccountAddress right) => left.CompareTo(right) > 0;
    public static bool operator <=(AccountAddress left, AccountAddress right) => left.CompareTo(right) <= 0;
    public static bool operator >=(AccountAddress left, AccountAddress right) => left.CompareTo(right) >= 0;

    public override readonly string ToString() => Text ?? "(no account)";
}
