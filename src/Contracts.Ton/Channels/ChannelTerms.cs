using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Channels;

/// <summary>What a channel is deployed with. Its address is the hash of its code and of these, which never change.</summary>
/// <param name="VoucherKey">Ed25519 key that signs vouchers at first, 32 bytes; the owner can change it.</param>
/// <param name="NetworkId">Global id of the network; on another one the channel takes no money.</param>
/// <param name="Vault">The only account that vouchers pay.</param>
/// <param name="Owner">The client's wallet, where all other money goes.</param>
/// <param name="MarketKey">Ed25519 key of the market that agrees to closes and withdrawals, 32 bytes.</param>
/// <param name="Grace">Seconds between what the owner announces alone and its effect: the market's time to claim.</param>
/// <param name="Salt">Lets one owner have several channels under one key.</param>
public sealed record ChannelTerms(HexBytes VoucherKey, int NetworkId, AccountAddress Vault, AccountAddress Owner, HexBytes MarketKey, uint Grace, ulong Salt);
