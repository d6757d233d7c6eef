namespace Cocoon.Core.Market;

/// <summary>What a pick made of one offer, for people who ask why.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Place">1 for the first candidate; 0 for none.</param>
/// <param name="Refusal">Why it does not suit.</param>
/// <param name="Score">What it was compared by; less is better. Only comparisons of two drawn at random were made.</param>
/// <param name="PriceRatio">Its price by that of the median offer.</param>
/// <param name="WaitRatio">Its time to the first token by that of the median offer.</param>
/// <param name="RateRatio">Its time for each further token by that of the median offer.</param>
/// <param name="Quality">Success and reputation, 0 to 1; divides the score.</param>
/// <param name="Load">Jobs it serves now, as far as this router knows.</param>
/// <param name="StartShare">Share of picks that it takes part in: below 1 while it is new or just back, where it fails more often than not, and below a newcomer's reputation.</param>
/// <param name="HasAffinity">It served this session before.</param>
public readonly record struct OfferVerdict(
    RoutableOffer Offer, int Place, RouteRefusal Refusal, double Score, double PriceRatio, double WaitRatio, double RateRatio, double Quality, int Load, double StartShare, bool HasAffinity);
