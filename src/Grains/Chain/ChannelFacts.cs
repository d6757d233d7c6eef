using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Grains.Chain;

/// <summary>A channel contract as the chain shows it.</summary>
/// <param name="Client">Owner's wallet.</param>
/// <param name="VoucherKey">Key that signs vouchers.</param>
/// <param name="Deposit">All that was ever deposited.</param>
/// <param name="Claimed">All that vouchers have moved to the vault.</param>
/// <param name="Seqno">Seqno of the last claimed voucher.</param>
public sealed record ChannelFacts(AccountAddress Client, HexBytes VoucherKey, Nano Deposit, Nano Claimed, uint Seqno);
