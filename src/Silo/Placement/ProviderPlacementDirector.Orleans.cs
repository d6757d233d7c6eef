using Cocoon.Grains;
using Orleans.Runtime.Placement;

namespace Cocoon.Silo.Placement;

/// <summary>Places a grain keyed by a wallet on the silo that works for it. Thread-safe.</summary>
internal sealed class ProviderPlacementDirector(SiloWallets wallets) : IPlacementDirector
{
    /// <exception cref="RefusedException"><see cref="RefusalCode.ProviderUnknown"/>: no silo works for this wallet now.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var wallet = target.GrainIdentity.Key.ToString();
        SiloAddress[] own = [.. Compatible(target, context).Where(silo => wallets.WalletOf(silo) == wallet)];
        // A machine that came back while its old silo still counts as alive: the one that started last is the one that runs.
        var silo = IPlacementDirector.GetPlacementHint(target.RequestContextData, own)
            ?? own.OrderByDescending(silo => silo.Generation).ThenBy(silo => silo).FirstOrDefault();
        return silo is not null
            ? Task.FromResult(silo)
            : throw new RefusedException(RefusalCode.ProviderUnknown, "No silo of this provider is in the cluster now. Choose another provider, or try again soon.");
    }

    private static SiloAddress[] Compatible(PlacementTarget target, IPlacementContext context)
    {
        try
        {
            return context.GetCompatibleSilos(target);
        }
        catch (OrleansException e) when (e is not SiloUnavailableException)
        {
            // So the runtime says that no silo at all hosts this class.
            return [];
        }
    }
}
