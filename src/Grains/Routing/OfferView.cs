using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;

namespace Cocoon.Grains.Routing;

/// <summary>One model's offers as this process knows them at a moment. Immutable.</summary>
/// <param name="Offers">Offers by their provider. Some may have become stale since; the router passes them over.</param>
/// <param name="Later">Ends when there is a newer view.</param>
public sealed record OfferView(ImmutableDictionary<AccountAddress, RoutableOffer> Offers, Task Later)
{
    private IReadOnlyList<RoutableOffer>? _list;

    /// <summary>The same as a list, in the same order as long as this view lives.</summary>
    public IReadOnlyList<RoutableOffer> List => _list ??= [.. Offers.Values];

    public bool IsEmpty => Offers.IsEmpty;
}
