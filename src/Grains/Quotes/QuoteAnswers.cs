using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Quotes;

namespace Cocoon.Grains.Quotes;

/// <summary>What came of asking several providers for quotes.</summary>
/// <param name="Quotes">What they quoted, the cheapest first; at least one.</param>
/// <param name="Unanswered">Who was asked and did not answer in time, in the order in which they were asked.</param>
public sealed record QuoteAnswers(ImmutableList<PriceQuote> Quotes, ImmutableList<AccountAddress> Unanswered);
