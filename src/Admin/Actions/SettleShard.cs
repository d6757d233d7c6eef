using System.Globalization;
using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;
using Cocoon.Grains;

namespace Cocoon.Admin.Actions;

/// <summary>Resends a shard's open batch, or cuts one now. The target is the shard's number.</summary>
internal sealed class SettleShard(IGrainFactory grains, PictureKeeper keeper) : IAdminAction
{
    public string Name => "settle";

    public Task<ActionPlan?> Plan(string target) => Task.FromResult(ShardOf(keeper.Current, target) is not { } shard ? null : new ActionPlan(
        shard.View.Open is { } open ? $"Send batch {target}/{open.Seqno} again?" : $"Settle shard {target} now?",
        shard.View.Open is null ? "Settle" : "Resend",
        shard.View.Open is { } sent
            ? [$"The batch keeps its number {sent.Seqno}: the chain takes it once, however often it is sent.", "The market asks the chain first, and sends only what is not there yet."]
            : [$"{Words.Count(shard.View.Pending, "receipt")} to go into a batch at once, however small the amounts.", "Vouchers are claimed, then providers are paid. The network's fees are the market's."],
        "/admin/batches"));

    public async Task<string> Run(string target, CancellationToken cancellationToken)
    {
        var shard = int.Parse(target, NumberStyles.None, CultureInfo.InvariantCulture);
        return await grains.Settlement(shard).Settle().WaitAsync(cancellationToken) is { } seqno ? $"Batch {shard}/{seqno} is on its way." : "There is nothing to settle.";
    }

    /// <summary>The shard of that number, if there is one.</summary>
    internal static ShardReading? ShardOf(MarketPicture picture, string target) =>
        int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var shard) ? picture.Shards.GetValueOrDefault(shard) : null;
}
