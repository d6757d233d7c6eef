using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Channels;

/// <summary>Checks voucher signatures. Thread-safe.</summary>
public interface IVoucherVerifier
{
    /// <param name="voucher">The voucher.</param>
    /// <param name="voucherKey">The channel's Ed25519 key.</param>
    /// <param name="networkId">Network it must be made for.</param>
    bool Verify(SignedVoucher voucher, HexBytes voucherKey, int networkId);
}
