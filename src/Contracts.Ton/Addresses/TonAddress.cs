using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Cocoon.Core.Accounts;

namespace Cocoon.Ton.Addresses;

/// <summary>
/// The friendly form of addresses: 48 characters of base64 or base64url over flags, workchain, account id and a CRC16.
/// Source: TEP-2.
/// </summary>
public static class TonAddress
{
    private const byte BounceableTag = 0x11;
    private const byte NonBounceableTag = 0x51;
    private const byte TestOnlyFlag = 0x80;

    /// <summary>Text starting with "EQ" when bounceable and "UQ" when not (basechain, main network).</summary>
    /// <param name="address">The account.</param>
    /// <param name="bounceable">See <see cref="FriendlyAddress"/>.</param>
    /// <param name="testOnly">See <see cref="FriendlyAddress"/>.</param>
    /// <param name="urlSafe">Base64url, which is usual; else standard base64.</param>
    public static string Friendly(AccountAddress address, bool bounceable = true, bool testOnly = false, bool urlSafe = true)
    {
        Span<byte> bytes = stackalloc byte[36];
        bytes[0] = (byte)((bounceable ? BounceableTag : NonBounceableTag) | (testOnly ? TestOnlyFlag : 0));
        bytes[1] = (byte)address.Workchain;
        address.Hash.CopyTo(bytes[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[34..], Crc16(bytes[..34]));
        return urlSafe ? Base64Url.EncodeToString(bytes) : Convert.ToBase64String(bytes);
    }

    /// <summary>Reads the raw form and every friendly form.</summary>
    /// <exception cref="FormatException">The text is no address; the message says what is wrong.</exception>
    public static AccountAddress Parse(string text) => AccountAddress.TryParse(text, out var raw) ? raw : ParseFriendly(text).Account;

    /// <summary>Reads a friendly form with its flags.</summary>
    /// <exception cref="FormatException">The text is no friendly address; the message says what is wrong.</exception>
    public static FriendlyAddress ParseFriendly(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length != 48) throw new FormatException("Not a TON address: expected 48 characters, or workchain:64 hex digits.");
        var bytes = new byte[36];
        if (Base64Url.DecodeFromChars(text.Replace('+', '-').Replace('/', '_'), bytes, out _, out var written) != OperationStatus.Done || written != 36)
            throw new FormatException("Not a TON address: not base64.");
        if (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(34)) != Crc16(bytes.AsSpan(0, 34)))
            throw new FormatException("Not a TON address: the checksum is wrong, so a character was mistyped.");
        if ((bytes[0] & ~TestOnlyFlag) is not (BounceableTag or NonBounceableTag)) throw new FormatException("Not a TON address: unknown flags.");
        var account = AccountAddress.From((sbyte)bytes[1], bytes.AsSpan(2, 32));
        return new FriendlyAddress(account, (bytes[0] & ~TestOnlyFlag) == BounceableTag, (bytes[0] & TestOnlyFlag) != 0);
    }

    /// <summary>CRC-16/XMODEM.</summary>
    private static ushort Crc16(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0;
        foreach (var b in bytes)
        {
            crc ^= (ushort)(b << 8);
            for (var i = 0; i < 8; i++) crc = (ushort)((crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1);
        }
        return crc;
    }
}
