using Cocoon.Core.Market;
using Cocoon.Gateway.Hosting;
using Cocoon.Grains.Registry;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Market;

/// <summary>
/// The market's rules, at most <see cref="GatewayOptions.SnapshotAge"/> old. Callers that find them stale share a single
/// refresh. Thread-safe.
/// </summary>
internal sealed class MarketCache(IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time)
{
    private readonly Snapshot<MarketParameters> _parameters = new(time, options.Value.SnapshotAge);

    public Task<MarketParameters> Parameters() =>
        _parameters.Get(() => grains.GetGrain<IRegistryGrain>(options.Value.Registry.Raw).Parameters());
}
