using Cocoon.Grains.Placement;

namespace Cocoon.Silo.Tests.Placement;

[SiloPlacement]
public sealed class SiloBoundGrain(ILocalSiloDetails silo) : Grain, ISiloBoundGrain
{
    public Task<string> Where() => Task.FromResult(silo.SiloAddress.ToParsableString());
}
