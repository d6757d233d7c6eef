using System.Buffers.Binary;
using System.Security.Cryptography;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>A provider's line under a batch's earnings root.</summary>
/// <param name="Provider">The provider's wallet.</param>
/// <param name="Earned">All it has earned up to and including the batch.</param>
/// <param name="Guaranteed">
/// What it may draw from the vault by proof in all, when the market is gone: all it earned less what batches paid it.
/// Draws of before count against it.
/// </param>
[GenerateSerializer, Immutable, Alias("cocoon.earnings-entry")]
public sealed record EarningsEntry(
    [property: Id(0)] AccountAddress Provider,
    [property: Id(1)] Nano Earned,
    [property: Id(2)] Nano Guaranteed)
{
    /// <summary>
    /// The leaf: SHA-256 over workchain (1 byte), account id (32), earned and guaranteed (8 each, big-endian), as
    /// docs/contracts.md has it.
    /// </summary>
    public HexBytes Leaf()
    {
        Span<byte> bytes = stackalloc byte[49];
        bytes[0] = (byte)Provider.Workchain;
        Provider.Hash.CopyTo(bytes[1..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[33..], Earned.Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes[41..], Guaranteed.Value);
        return new HexBytes(SHA256.HashData(bytes));
    }
}
