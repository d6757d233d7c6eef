using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Contracts;
using Cocoon.Ton.Crypto;

namespace Cocoon.Ton.Channels;

/// <summary>Makes and checks the cell that a client signs. The channel contract checks the same cell. Thread-safe.</summary>
public sealed class VoucherSigner(IEd25519 ed25519) : IVoucherVerifier
{
    public static Cell Cell(Voucher voucher) => new CellBuilder()
        .StoreUInt(Opcodes.Voucher, 32)
        .StoreAddress(voucher.Channel)
        .StoreCoins(voucher.Amount)
        .StoreUInt(voucher.Seqno, 32)
        .Build();

    public SignedVoucher Sign(Voucher voucher, SigningKey key) =>
        new(voucher, new HexBytes(ed25519.Sign(key, Cell(voucher).Hash)));

    public bool Verify(SignedVoucher voucher, HexBytes voucherKey) =>
        !voucher.Voucher.Amount.IsNegative
        && ed25519.Verify(voucherKey.ToArray(), Cell(voucher.Voucher).Hash, voucher.Signature.ToArray());
}
