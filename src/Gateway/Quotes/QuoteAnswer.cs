using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Quotes;

namespace Cocoon.Gateway.Quotes;

/// <summary>A quote as callers read it.</summary>
internal sealed record QuoteAnswer(HexBytes Id, AccountAddress Provider, string Model, JobClass Class, PriceList Prices, Nano MaxChargeNano, int Round, DateTimeOffset Expires)
{
    public static QuoteAnswer Of(PriceQuote quote) =>
        new(quote.Id, quote.Provider, quote.Request.Model, quote.Request.Class, quote.Prices, quote.MaxCharge, quote.Round, quote.Expires);
}
