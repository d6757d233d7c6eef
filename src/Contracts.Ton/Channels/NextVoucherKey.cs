using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Channels;

/// <summary>A voucher key that the owner has announced.</summary>
/// <param name="Key">Ed25519 public key, 32 bytes.</param>
/// <param name="At">Unix seconds from which anyone may put it into effect.</param>
public sealed record NextVoucherKey(HexBytes Key, uint At);
