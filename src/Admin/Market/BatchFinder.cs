using System.Globalization;
using Cocoon.Core.Settlement;
using Cocoon.Grains;

namespace Cocoon.Admin.Market;

/// <summary>Finds one batch: the open one in the picture, final ones in their archive.</summary>
internal static class BatchFinder
{
    /// <param name="grains">The runtime.</param>
    /// <param name="picture">Knows which shards there are.</param>
    /// <param name="key">"shard/seqno".</param>
    public static async Task<Batch?> Find(IGrainFactory grains, MarketPicture picture, string? key)
    {
        if (key?.Split('/') is not [var shardText, var seqnoText]
            || !int.TryParse(shardText, NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            || !uint.TryParse(seqnoText, NumberStyles.None, CultureInfo.InvariantCulture, out var seqno)
            || !picture.Shards.TryGetValue(shard, out var reading)) return null;
        if (seqno > reading.View.NextSeqno) return null;
        return await grains.Batch(shard, seqno).View() ?? (reading.View.Open?.Seqno == seqno ? reading.View.Open : null);
    }
}
