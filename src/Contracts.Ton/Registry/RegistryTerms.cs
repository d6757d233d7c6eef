using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Registry;

/// <summary>
/// What a registry is deployed with; they decide its address. Only the network and the delay stay for good. The contract
/// checks none of them.
/// </summary>
/// <param name="NetworkId">Global id of the network.</param>
/// <param name="Owner">The account that may change it.</param>
/// <param name="MarketKey">Ed25519 key of the market, 32 bytes.</param>
/// <param name="FeeBps">The market's share of a charge in basis points, 0 to 10,000.</param>
/// <param name="Delay">Seconds between announcing a change and applying it.</param>
/// <param name="Parameters">By which rules money moves.</param>
public sealed record RegistryTerms(int NetworkId, AccountAddress Owner, HexBytes MarketKey, ushort FeeBps, uint Delay, RegistryParameters Parameters);
