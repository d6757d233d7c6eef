using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Client.Receipts;

/// <summary>What a receipt has to say to be paid when its answer was left or lost before the end.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Channel">The paying channel.</param>
/// <param name="Client">Its owner.</param>
/// <param name="MarketKey">The key that must have countersigned.</param>
/// <param name="Model">Model id.</param>
/// <param name="Prices">The lease's.</param>
/// <param name="MaxPromptTokens">Most prompt tokens.</param>
/// <param name="MaxDelivered">Most tokens that can have been delivered.</param>
/// <param name="MaxCharge">The caller's own limit.</param>
internal sealed record UnseenExpectation(
    string JobId, AccountAddress Channel, AccountAddress Client, HexBytes MarketKey, string Model, PriceList Prices,
    int MaxPromptTokens, int MaxDelivered, Nano? MaxCharge);
