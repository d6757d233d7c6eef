using System.Buffers.Binary;
using System.Security.Cryptography;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>A leaf of the earnings tree: SHA-256 over workchain (1 byte), account id (32) and cumulative pay (8, big-endian).</summary>
public static class EarningsLeaf
{
    public static HexBytes Of(AccountAddress provider, Nano earned)
    {
        Span<byte> bytes = stackalloc byte[41];
        bytes[0] = (byte)provider.Workchain;
        provider.Hash.CopyTo(bytes[1..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[33..], earned.Value);
        return new HexBytes(SHA256.HashData(bytes));
    }
}
