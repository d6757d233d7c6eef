using Cocoon.Core.Money;

namespace Cocoon.Admin.Market;

/// <summary>A model's completion prices at one moment, in nano per million tokens.</summary>
/// <param name="At">When.</param>
/// <param name="Offers">Fresh offers.</param>
/// <param name="Lowest">The cheapest; null without offers.</param>
/// <param name="Median">The one in the middle.</param>
public sealed record PricePoint(DateTimeOffset At, int Offers, Nano? Lowest, Nano? Median);
