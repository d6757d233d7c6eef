using System.Globalization;
using System.Text.Json.Serialization;

namespace Cocoon.Core.Accounts;

/// <summary>
/// A TON account in raw form, "workchain:64 hex digits" in lower case. One account has exactly one spelling here, so it
/// can be a grain key; the friendly base64 forms are read and written by Cocoon.Ton.
/// </summary>
[GenerateSerializer, Immutable, Alias("cocoon.address")]
[JsonConverter(typeof(AccountAddressJsonConverter))]
public readonly record struct AccountAddress : IComparable<AccountAddress>
{
    [Id(0)] private readonly string? _raw;

    private AccountAddress(string raw) => _raw = raw;

    /// <summary>The canonical text.</summary>
    /// <exception cref="InvalidOperationException">The value is the default and names no account.</exception>
    public string Raw => _raw ?? throw new InvalidOperationException("This AccountAddress was never set.");

    public bool IsSet => _raw is not null;

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
        if (hash.Length != 32) throw new ArgumentException("An account id has 32 bytes.", nameof(hash));
        return new AccountAddress(string.Create(CultureInfo.InvariantCulture, $"{workchain}:{Convert.ToHexStringLower(hash)}"));
    }

    public sbyte Workchain => sbyte.Parse(Raw.AsSpan(0, Raw.IndexOf(':', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

    /// <summary>The 32 bytes of the account id.</summary>
    public byte[] Hash => Convert.FromHexString(Raw.AsSpan(Raw.IndexOf(':', StringComparison.Ordinal) + 1));

    /// <summary>Ordinal order of the raw text: any fixed order will do for sorted maps.</summary>
    public int CompareTo(AccountAddress other) => string.CompareOrdinal(_raw, other._raw);

    public static bool operator <(AccountAddress left, AccountAddress right) => left.CompareTo(right) < 0;
    public static bool operator >(AccountAddress left, AccountAddress right) => left.CompareTo(right) > 0;
    public static bool operator <=(AccountAddress left, AccountAddress right) => left.CompareTo(right) <= 0;
    public static bool operator >=(AccountAddress left, AccountAddress right) => left.CompareTo(right) >= 0;

    public override string ToString() => _raw ?? "(no account)";
}
