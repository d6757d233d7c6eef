using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cocoon.Core.Market;
using Cocoon.Gateway.Hosting;
using Cocoon.Grains;
using Cocoon.Grains.Registry;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Market;

/// <summary>
/// Snapshots of the market's rules and offers, each at most <see cref="GatewayOptions.SnapshotAge"/> old. Callers that find
/// one stale share a single refresh. Thread-safe.
/// </summary>
internal sealed class MarketCache(IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Snapshot<ImmutableList<RoutableOffer>>> _offers = new(StringComparer.Ordinal);
    private readonly Snapshot<MarketParameters> _parameters = new(time, options.Value.SnapshotAge);

    public Task<MarketParameters> Parameters() =>
        _parameters.Get(() => grains.GetGrain<IRegistryGrain>(options.Value.Registry.Raw).Parameters());

    /// <param name="model">A model that the registry lists; anything else would let callers fill the cache.</param>
    public Task<ImmutableList<RoutableOffer>> Offers(string model) =>
        _offers.GetOrAdd(model, _ => new Snapshot<ImmutableList<RoutableOffer>>(time, options.Value.SnapshotAge))
            .Get(() => grains.Market(model).Snapshot());
}
