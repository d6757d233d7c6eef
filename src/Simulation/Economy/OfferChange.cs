using Cocoon.Core.Market;

namespace Cocoon.Simulation.Economy;

/// <summary>What the market learnt of one offer.</summary>
/// <param name="Time">When it learnt it, in ticks.</param>
/// <param name="Row">Which offer.</param>
/// <param name="InUse">Its slots in use from then on.</param>
/// <param name="Announced">Its new announcement; null where only its load changed.</param>
internal readonly record struct OfferChange(long Time, int Row, int InUse, RoutableOffer? Announced);
