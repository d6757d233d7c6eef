using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Channels;

/// <summary>Checks voucher signatures. Thread-safe.</summary>
public interface IVoucherVerifier
{
    /// <param name="voucher">The voucher; the channel it names is bound to one network by its address.</param>
    /// <param name="voucherKey">The channel's Ed25519 key.</param>
    bool Verify(SignedVoucher voucher, HexBytes voucherKey);
}
