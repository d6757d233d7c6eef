using Cocoon.Core.Market;
using Orleans.Concurrency;

namespace Cocoon.Grains.Registry;

/// <summary>
/// Serves the rules that this silo started with, read from the registry contract by its host. A change on chain takes effect
/// at the next start: grains hold the same rules for their whole life. Each silo has its own, so that the loss of one silo
/// leaves no gateway without rules.
/// </summary>
[StatelessWorker(1), GrainType("registry")]
public sealed class RegistryGrain(MarketParameters parameters) : Grain, IRegistryGrain
{
    public Task<MarketParameters> Parameters() => Task.FromResult(parameters);
}
