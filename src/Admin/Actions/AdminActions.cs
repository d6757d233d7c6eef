using System.Collections.Frozen;
using Cocoon.Admin.Market;

namespace Cocoon.Admin.Actions;

/// <summary>All that operators can do, by name.</summary>
internal sealed class AdminActions(IGrainFactory grains, PictureKeeper keeper)
{
    private readonly FrozenDictionary<string, IAdminAction> _all = new IAdminAction[]
    {
        new DrainProvider(grains, draining: true), new DrainProvider(grains, draining: false), new Reappraise(grains),
        new PauseMarket(grains, keeper, pausing: true), new PauseMarket(grains, keeper, pausing: false),
        new SettleShard(grains, keeper), new ReconcileShard(grains, keeper), new ResolveDifference(grains, keeper),
    }.ToFrozenDictionary(action => action.Name);

    public IAdminAction? Find(string? name) => name is null ? null : _all.GetValueOrDefault(name);
}
