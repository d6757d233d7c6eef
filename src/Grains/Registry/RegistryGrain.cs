using Cocoon.Core.Market;

namespace Cocoon.Grains.Registry;

/// <summary>
/// Serves the rules that this silo started with, read from the registry contract by its host. A change on chain takes effect
/// at the next start: grains hold the same rules for their whole life.
/// </summary>
public sealed class RegistryGrain(MarketParameters parameters) : Grain, IRegistryGrain
{
    public Task<MarketParameters> Parameters() => Task.FromResult(parameters);
}
