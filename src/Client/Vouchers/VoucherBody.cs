using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Client;

/// <summary>A voucher on the wire; its channel is known from the context.</summary>
/// <param name="AmountNano">What the market has in all.</param>
/// <param name="Seqno">Its number; both only grow.</param>
/// <param name="Signature">Of the channel's voucher key.</param>
public sealed record VoucherBody(Nano AmountNano, uint Seqno, HexBytes Signature)
{
    /// <summary>Leaves the channel out.</summary>
    public static VoucherBody Of(SignedVoucher voucher) => new(voucher.Voucher.Amount, voucher.Voucher.Seqno, voucher.Signature);

    /// <summary>Puts the channel back.</summary>
    public SignedVoucher For(AccountAddress channel) => new(new Voucher(channel, AmountNano, Seqno), Signature);
}
