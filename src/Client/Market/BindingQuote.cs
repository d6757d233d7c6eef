using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Client;

/// <summary>
/// Prices at which one provider takes one job of this account, whatever its offer becomes meanwhile. Used by
/// <see cref="InferenceRequest.Quote"/>, once, before it expires. It reserves no slot: the provider may turn out to be busy.
/// </summary>
/// <param name="Id">Its id.</param>
/// <param name="Provider">Who gave it.</param>
/// <param name="Model">Model id.</param>
/// <param name="Prices">The prices that hold, in nano per million tokens.</param>
/// <param name="MaxChargeNano">The most that a job within the bounds can cost.</param>
/// <param name="Round">How many times it was negotiated about, 0 to 3.</param>
/// <param name="Expires">It has to be used before.</param>
public sealed record BindingQuote(HexBytes Id, AccountAddress Provider, string Model, PriceList Prices, Nano MaxChargeNano, int Round, DateTimeOffset Expires);
