using Cocoon.Core.Market;

namespace Cocoon.Grains.Registry;

/// <summary>
/// Serves the rules that this silo was configured with. When the registry contract exists, it will mirror that instead;
/// its callers stay as they are.
/// </summary>
public sealed class RegistryGrain(MarketParameters parameters) : Grain, IRegistryGrain
{
    public Task<MarketParameters> Parameters() => Task.FromResult(parameters);
}
