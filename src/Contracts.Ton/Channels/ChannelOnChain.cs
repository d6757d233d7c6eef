using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Ton.Channels;

/// <summary>A channel contract's data.</summary>
/// <param name="Terms">Fixed at deployment.</param>
/// <param name="Deposited">All that was ever deposited.</param>
/// <param name="Claimed">All that vouchers have moved to the vault.</param>
/// <param name="Withdrawn">All that the owner took back.</param>
/// <param name="VoucherKey">The key that signs vouchers now.</param>
/// <param name="Closed">Whether it is closed, for good.</param>
/// <param name="ClosesAt">Unix seconds from which anyone may close it, or at which it was closed; null while no close is announced.</param>
/// <param name="NextKey">An announced voucher key; null for none.</param>
public sealed record ChannelOnChain(
    ChannelTerms Terms, Nano Deposited, Nano Claimed, Nano Withdrawn, HexBytes VoucherKey, bool Closed, uint? ClosesAt, NextVoucherKey? NextKey)
{
    /// <summary>A channel that was just deployed.</summary>
    public static ChannelOnChain New(ChannelTerms terms) => new(terms, Nano.Zero, Nano.Zero, Nano.Zero, terms.VoucherKey, Closed: false, null, null);
}
