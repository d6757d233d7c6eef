using System.Security.Cryptography;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Collateral;

/// <summary>One document of a vendor, as received. It is signed, so where it came from does not matter.</summary>
public sealed class CollateralItem(CollateralKey key, ReadOnlyMemory<byte> body)
{
    public CollateralKey Key { get; } = key;

    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>SHA-256 of the body.</summary>
    public HexBytes Hash { get; } = new(SHA256.HashData(body.Span));
}
