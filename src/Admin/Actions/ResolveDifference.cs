using System.Globalization;
using Cocoon.Admin.Market;
using Cocoon.Core.Settlement;
using Cocoon.Grains;

namespace Cocoon.Admin.Actions;

/// <summary>Accepts a difference between books and chain. The target is "shard/kind/account".</summary>
internal sealed class ResolveDifference(IGrainFactory grains, PictureKeeper keeper) : IAdminAction
{
    public string Name => "resolve";

    public Task<ActionPlan?> Plan(string target) => Task.FromResult(Find(target) is not { } found ? null : new ActionPlan(
        $"Accept that books and chain differ ({found.Difference.Kind})?", "Accept",
        [
            $"The books say {found.Difference.Expected}, the chain shows {found.Difference.Found}, at {found.Difference.Account}.",
            "The difference no longer stops batches. Do this only when somebody has found its cause (docs/settlement.md).",
        ],
        "/admin/batches"));

    public async Task<string> Run(string target, CancellationToken cancellationToken)
    {
        var (shard, difference) = Find(target) ?? throw new RefusedException(RefusalCode.DifferenceUnknown, "There is no such difference any more.");
        await grains.Settlement(shard).Resolve(difference.Kind, difference.Account).WaitAsync(cancellationToken);
        return "Batches are cut again.";
    }

    /// <summary>Names a difference.</summary>
    public static string Target(int shard, Difference difference) => string.Create(CultureInfo.InvariantCulture, $"{shard}/{difference.Kind}/{difference.Account.Raw}");

    private (int Shard, Difference Difference)? Find(string target)
    {
        foreach (var shard in keeper.Current.Shards.Values)
            foreach (var difference in shard.View.Differences)
                if (Target(shard.View.Shard, difference) == target) return (shard.View.Shard, difference);
        return null;
    }
}
