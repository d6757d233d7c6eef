using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Client.Vouchers;

/// <summary>
/// The client's own running total. It starts from the newest voucher the market can show, whose signature proves that it is
/// ours, and grows by checked receipts only: what others claim we owe never enters it. Not thread-safe.
/// </summary>
internal sealed class VoucherBook(AccountAddress channel, SigningKey key, VoucherSigner signer)
{
    private Nano _unsigned;

    /// <summary>Our last voucher; null before the first.</summary>
    public SignedVoucher? Last { get; private set; }

    /// <summary>Takes over the newest voucher the market shows, if it is ours and newer than what we know.</summary>
    /// <exception cref="ReceiptMismatchException">The market shows a voucher that this key never signed.</exception>
    public void Recover(VoucherBody? shown)
    {
        if (shown is null) return;
        var voucher = new SignedVoucher(new Voucher(channel, shown.AmountNano, shown.Seqno), shown.Signature);
        if (!signer.Verify(voucher, new HexBytes(key.PublicKey.Span)))
            throw new ReceiptMismatchException("the market shows a voucher that this key never signed.");
        if (Last is null || shown.Seqno > Last.Voucher.Seqno) Last = voucher;
    }

    /// <summary>Adds a checked charge to what we owe.</summary>
    public void Add(Nano charge) => _unsigned += charge;

    /// <summary>The voucher that covers all we owe; null when that is nothing new.</summary>
    public SignedVoucher? Next()
    {
        if (!_unsigned.IsPositive) return null;
        var total = (Last?.Voucher.Amount ?? Nano.Zero) + _unsigned;
        return signer.Sign(new Voucher(channel, total, checked((Last?.Voucher.Seqno ?? 0) + 1)), key);
    }

    /// <summary>The market has taken this voucher.</summary>
    public void Taken(SignedVoucher voucher)
    {
        _unsigned -= voucher.Voucher.Amount - (Last?.Voucher.Amount ?? Nano.Zero);
        Last = voucher;
    }
}
