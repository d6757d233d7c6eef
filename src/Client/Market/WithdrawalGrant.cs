using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Client;

/// <summary>The market's permit to withdraw; the owner's wallet sends it to the channel contract.</summary>
/// <param name="Channel">The contract.</param>
/// <param name="TotalNano">All that is withdrawn once it is used, earlier withdrawals included.</param>
/// <param name="ValidUntil">Unix seconds by the chain's clock.</param>
/// <param name="Signature">The market's, over the permit's cell.</param>
public sealed record WithdrawalGrant(AccountAddress Channel, Nano TotalNano, uint ValidUntil, HexBytes Signature);
