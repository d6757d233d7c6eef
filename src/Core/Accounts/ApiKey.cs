using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Accounts;

/// <summary>
/// An API key: "sk-cocoon-" and base64url of workchain (1 byte), account id (32) and secret (32). It names its account, so
/// no index from key to account exists that could be stolen or lag behind. Shown to its owner once; only the hash is kept.
/// </summary>
public sealed class ApiKey
{
    private const string Prefix = "sk-cocoon-";
    private const int SecretBytes = 32;
    private const int Bytes = 1 + 32 + SecretBytes;

    private readonly byte[] _secret;

    private ApiKey(AccountAddress account, byte[] secret)
    {
        Account = account;
        _secret = secret;
    }

    public AccountAddress Account { get; }

    /// <summary>SHA-256 of the secret. The secret has 256 random bits, so a plain hash cannot be searched.</summary>
    public HexBytes SecretHash => new(SHA256.HashData(_secret));

    /// <summary>A public short name: the first eight hex digits of the secret's hash.</summary>
    public string Id => SecretHash.ToString()[..8];

    public static ApiKey New(AccountAddress account, IEntropy entropy)
    {
        var secret = new byte[SecretBytes];
        entropy.Fill(secret);
        return new ApiKey(account, secret);
    }

    public static bool TryParse(string? text, out ApiKey key)
    {
        key = null!;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > 128) return false;
        Span<byte> bytes = stackalloc byte[Bytes + 2];
        // The overload with a status: the Try method throws on characters outside the alphabet.
        if (Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length), bytes, out _, out var written) != OperationStatus.Done || written != Bytes) return false;
        key = new ApiKey(AccountAddress.From((sbyte)bytes[0], bytes.Slice(1, 32)), bytes.Slice(33, SecretBytes).ToArray());
        return true;
    }

    /// <summary>The key itself, for its owner's eyes: never log it.</summary>
    public string Reveal() => Prefix + Base64Url.EncodeToString([(byte)Account.Workchain, .. Account.Hash, .. _secret]);

    /// <summary>The public short name only.</summary>
    public override string ToString() => $"API key {Id}";
}
