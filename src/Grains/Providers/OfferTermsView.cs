using Cocoon.Core.Providers;

namespace Cocoon.Grains.Providers;

/// <summary>One model of a provider: its terms and what comes of them.</summary>
/// <param name="Model">Model id.</param>
/// <param name="Terms">What the provider has said; null for nothing. Its floor is for its own eyes.</param>
/// <param name="Offer">What is announced; null where no machine offers the model now.</param>
/// <param name="IsOpen">Whether the schedule has it on the market at this hour.</param>
/// <param name="Utilisation">Slots in use out of all over the last minutes, in thousandths.</param>
/// <param name="Why">What auto-pricing did last, in a sentence; null where it is off or has not looked yet.</param>
[GenerateSerializer, Immutable, Alias("cocoon.offer-terms-view")]
public sealed record OfferTermsView(
    [property: Id(0)] string Model,
    [property: Id(1)] OfferTerms? Terms,
    [property: Id(2)] Offer? Offer,
    [property: Id(3)] bool IsOpen,
    [property: Id(4)] int Utilisation,
    [property: Id(5)] string? Why);
