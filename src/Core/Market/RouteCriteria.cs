using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Market;

/// <summary>What a caller demands of an offer.</summary>
/// <param name="LeastTier">The least tier acceptable.</param>
/// <param name="Ceiling">Dearest acceptable prices; null for any.</param>
/// <param name="Tokens">Prompt and completion bound together.</param>
public sealed record RouteCriteria(Tier LeastTier, PriceList? Ceiling, int Tokens);
