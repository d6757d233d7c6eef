using Cocoon.Grains.Placement;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime.Placement;

namespace Cocoon.EndToEnd.Tests.Canaries;

/// <summary>Grains of all wallets in one silo, which says that it works for one of them.</summary>
internal sealed class OneSilo : IPlacementDirector
{
    public static void HostsAll(IHostApplicationBuilder builder) => builder.Services.AddPlacementDirector<ProviderPlacement, OneSilo>();

    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(context.GetCompatibleSilos(target)[0]);
}
