using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Client;

/// <summary>A close that both sides have signed; anyone may send it to the channel contract, which pays the rest to the owner.</summary>
/// <param name="Channel">The contract.</param>
/// <param name="Amount">What the market keeps in all.</param>
/// <param name="ClientSignature">Of the voucher key.</param>
/// <param name="MarketSignature">Of the market's key.</param>
public sealed record CloseGrant(AccountAddress Channel, Nano Amount, HexBytes ClientSignature, HexBytes MarketSignature);
