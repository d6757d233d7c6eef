using System.Globalization;
using Cocoon.Admin.Market;
using Cocoon.Grains;

namespace Cocoon.Admin.Actions;

/// <summary>Compares a shard's books with the chain now. The target is the shard's number.</summary>
internal sealed class ReconcileShard(IGrainFactory grains, PictureKeeper keeper) : IAdminAction
{
    public string Name => "reconcile";

    public Task<ActionPlan?> Plan(string target) => Task.FromResult(SettleShard.ShardOf(keeper.Current, target) is null ? null : new ActionPlan(
        $"Compare the books of shard {target} with the chain?", "Compare",
        ["The chain is read; nothing is sent.", "If books and chain differ, no new batch is cut until the difference is resolved."],
        "/admin/batches"));

    public async Task<string> Run(string target, CancellationToken cancellationToken)
    {
        var view = await grains.Settlement(int.Parse(target, NumberStyles.None, CultureInfo.InvariantCulture)).Reconcile(cancellationToken);
        return view.Differences.IsEmpty ? "Books and chain agree." : $"{view.Differences.Count} differences: {string.Join("; ", view.Differences)}";
    }
}
