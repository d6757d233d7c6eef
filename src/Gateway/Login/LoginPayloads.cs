using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Cocoon.Core.Crypto;
using Cocoon.Gateway.Hosting;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Login;

/// <summary>
/// What wallets are asked to sign: an expiry and random bytes under this market's HMAC, so that nothing has to be remembered
/// of those that never come back. base64url of expiry (8 bytes, big-endian Unix seconds), nonce (16) and HMAC-SHA256 (32). Thread-safe.
/// </summary>
internal sealed class LoginPayloads
{
    /// <summary>How long a payload can be used: a person has to find the wallet and confirm.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private const int NonceBytes = 16;
    private const int SignedBytes = 8 + NonceBytes;
    private const int Bytes = SignedBytes + HMACSHA256.HashSizeInBytes;

    private readonly byte[] _key;
    private readonly IEntropy _entropy;
    private readonly TimeProvider _time;

    public LoginPayloads(IOptions<GatewayOptions> options, IEntropy entropy, TimeProvider time)
    {
        (_entropy, _time) = (entropy, time);
        var secret = options.Value.Login.Secret?.ToArray() ?? Random(32);
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "cocoon.login.v1"u8.ToArray());
    }

    public (string Payload, DateTimeOffset ExpiresAt) New()
    {
        var expires = _time.GetUtcNow() + Life;
        var bytes = new byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, expires.ToUnixTimeSeconds());
        Random(NonceBytes).CopyTo(bytes, 8);
        HMACSHA256.HashData(_key, bytes.AsSpan(0, SignedBytes), bytes.AsSpan(SignedBytes));
        return (Base64Url.EncodeToString(bytes), expires);
    }

    /// <summary>Whether a payload is one of this market's and can still be used.</summary>
    /// <param name="payload">What the wallet signed.</param>
    /// <param name="until">When it expires.</param>
    public bool IsOurs(string payload, out DateTimeOffset until)
    {
        until = default;
        Span<byte> bytes = stackalloc byte[Bytes + 2];
        if (payload.Length > 2 * Bytes || Base64Url.DecodeFromChars(payload, bytes, out _, out var written) != OperationStatus.Done || written != Bytes) return false;
        Span<byte> tag = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, bytes[..SignedBytes], tag);
        if (!CryptographicOperations.FixedTimeEquals(tag, bytes[SignedBytes..Bytes])) return false;
        until = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes));
        return _time.GetUtcNow() < until;
    }

    private byte[] Random(int count)
    {
        var bytes = new byte[count];
        _entropy.Fill(bytes);
        return bytes;
    }
}
