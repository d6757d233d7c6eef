using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Accounts;

namespace Cocoon.Ton.Wallets;

/// <summary>
/// The bytes that a wallet signs to prove its address: ton_proof of TON Connect, version 2. Source: ton-connect/docs,
/// requests-responses.md, "Address proof signature".
/// </summary>
public static class TonProof
{
    /// <summary>SHA-256(0xffff ++ "ton-connect" ++ SHA-256(message)).</summary>
    /// <param name="address">The wallet.</param>
    /// <param name="domain">Of the page that asked.</param>
    /// <param name="timestamp">When it was signed, in Unix seconds.</param>
    /// <param name="payload">What the page gave it to sign.</param>
    public static byte[] Digest(AccountAddress address, string domain, long timestamp, string payload)
    {
        Span<byte> workchain = stackalloc byte[4], length = stackalloc byte[4], time = stackalloc byte[8];
        var name = Encoding.UTF8.GetBytes(domain);
        BinaryPrimitives.WriteInt32BigEndian(workchain, address.Workchain);
        BinaryPrimitives.WriteInt32LittleEndian(length, name.Length);
        BinaryPrimitives.WriteInt64LittleEndian(time, timestamp);
        byte[] message = [.. "ton-proof-item-v2/"u8, .. workchain, .. address.Hash, .. length, .. name, .. time, .. Encoding.UTF8.GetBytes(payload)];
        return SHA256.HashData([0xff, 0xff, .. "ton-connect"u8, .. SHA256.HashData(message)]);
    }
}
