using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Core.Quotes;

/// <summary>
/// Prices at which a provider takes one job of one client, whatever its offer becomes meanwhile. It binds the prices and
/// reserves no slot.
/// </summary>
/// <param name="Id">Its id (<see cref="QuoteId"/>).</param>
/// <param name="Provider">Who gave it.</param>
/// <param name="Request">For what.</param>
/// <param name="Prices">The prices that hold.</param>
/// <param name="Round">How many times it was negotiated about, 0 to <see cref="Negotiation.MaxRounds"/>.</param>
/// <param name="Expires">It must be used before.</param>
/// <param name="Job">The job that has used it; null for none.</param>
[GenerateSerializer, Immutable, Alias("cocoon.price-quote")]
public sealed record PriceQuote(
    [property: Id(0)] HexBytes Id,
    [property: Id(1)] AccountAddress Provider,
    [property: Id(2)] QuoteRequest Request,
    [property: Id(3)] PriceList Prices,
    [property: Id(4)] int Round,
    [property: Id(5)] DateTimeOffset Expires,
    [property: Id(6)] JobId? Job)
{
    /// <summary>How long a quote binds.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    /// <summary>The most that the job can cost.</summary>
    public Nano MaxCharge => Prices.MaxCharge(Request.MaxPromptTokens, Request.MaxCompletionTokens);
}
