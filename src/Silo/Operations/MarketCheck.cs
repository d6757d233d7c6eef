using Cocoon.Core.Market;
using Cocoon.Grains.Registry;

namespace Cocoon.Silo.Operations;

/// <summary>The market's grains answer: of a gateway, that a silo can be reached; of a silo, that it has joined.</summary>
internal sealed class MarketCheck(IGrainFactory grains, MarketParameters market, TimeProvider time) : CachedCheck(time)
{
    protected override Task Ask(CancellationToken cancellationToken) => grains.GetGrain<IRegistryGrain>(market.Registry.Raw).Parameters();
}
