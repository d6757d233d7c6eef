using Cocoon.Core.Pricing;

namespace Cocoon.Gateway.Quotes;

/// <summary>The body of POST /cocoon/v1/quotes/{id}/counter: what the caller would pay.</summary>
internal sealed record PostedCounter(PriceList Prices);
