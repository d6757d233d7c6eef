using Cocoon.Core.Money;

namespace Cocoon.Ton.Channels;

/// <summary>A channel contract's data.</summary>
/// <param name="Terms">Fixed at deployment.</param>
/// <param name="Deposited">All that was ever deposited.</param>
/// <param name="Claimed">All that vouchers have moved to the vault.</param>
/// <param name="Seqno">Seqno of the last claimed voucher.</param>
public sealed record ChannelOnChain(ChannelTerms Terms, Nano Deposited, Nano Claimed, uint Seqno);
