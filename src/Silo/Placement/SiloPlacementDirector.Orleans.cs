using Cocoon.Grains;
using Orleans.Runtime.Placement;

namespace Cocoon.Silo.Placement;

/// <summary>Places a grain keyed by a silo's address on that silo. Thread-safe.</summary>
internal sealed class SiloPlacementDirector : IPlacementDirector
{
    /// <exception cref="RefusedException"><see cref="RefusalCode.SiloUnknown"/>: there is no such silo, or it does not host this grain.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var key = target.GrainIdentity.Key.ToString();
        var silo = Array.Find(context.GetCompatibleSilos(target), silo => silo.ToParsableString() == key);
        return silo is not null
            ? Task.FromResult(silo)
            : throw new RefusedException(RefusalCode.SiloUnknown, $"The cluster has no silo {key} that hosts {target.GrainIdentity.Type}.");
    }
}
