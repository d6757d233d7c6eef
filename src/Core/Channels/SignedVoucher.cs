using Cocoon.Core.Crypto;

namespace Cocoon.Core.Channels;

/// <summary>A voucher with the client's Ed25519 signature over the hash of its cell (docs/contracts.md, "voucher").</summary>
[GenerateSerializer, Immutable, Alias("cocoon.signed-voucher")]
public sealed record SignedVoucher([property: Id(0)] Voucher Voucher, [property: Id(1)] HexBytes Signature);
