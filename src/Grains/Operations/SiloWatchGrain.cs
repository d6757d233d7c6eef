using Cocoon.Grains.Placement;

namespace Cocoon.Grains.Operations;

/// <summary>Lives on the silo that it is about, and reads that silo's <see cref="ISiloProbe"/>. No state; limit: <see cref="SiloReport.MaxEvents"/>.</summary>
[GrainType("silowatch")]
[SiloPlacement]
public sealed class SiloWatchGrain(ISiloProbe probe) : Grain, ISiloWatchGrain
{
    public Task<SiloReport> Read(long cursor, int most) => Task.FromResult(probe.Read(cursor, Math.Clamp(most, 1, SiloReport.MaxEvents)));
}
