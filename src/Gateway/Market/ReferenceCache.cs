using System.Collections.Concurrent;
using Cocoon.Core.Pricing;
using Cocoon.Grains;

namespace Cocoon.Gateway.Market;

/// <summary>Reference prices, each at most half a minute old: they move with settled batches only. Thread-safe.</summary>
internal sealed class ReferenceCache(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Snapshot<ReferencePrices?>> _prices = new(StringComparer.Ordinal);

    /// <param name="model">A model that the registry lists; anything else would let callers fill the cache.</param>
    public Task<ReferencePrices?> Of(string model) => _prices.GetOrAdd(model, _ => new Snapshot<ReferencePrices?>(time, MaxAge)).Get(() => grains.Market(model).Reference());
}
