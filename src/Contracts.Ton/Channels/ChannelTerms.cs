using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Channels;

/// <summary>What a channel is deployed with; fixed for its life.</summary>
/// <param name="VoucherKey">Ed25519 key that signs vouchers, 32 bytes.</param>
/// <param name="NetworkId">Global id of the network.</param>
/// <param name="Vault">The only account money can be claimed to.</param>
/// <param name="Owner">The client's wallet.</param>
/// <param name="Salt">Lets one owner have several channels under one key.</param>
public sealed record ChannelTerms(HexBytes VoucherKey, int NetworkId, AccountAddress Vault, AccountAddress Owner, ulong Salt);
