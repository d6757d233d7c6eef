using Cocoon.Core.Market;

namespace Cocoon.Grains.Registry;

/// <summary>The market's rules for those outside the silo; the key is the registry's address.</summary>
[Alias("cocoon.IRegistryGrain"), Version(1)]
public interface IRegistryGrain : IGrainWithStringKey
{
    [Alias("parameters")]
    Task<MarketParameters> Parameters();
}
