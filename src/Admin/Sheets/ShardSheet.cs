using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;

namespace Cocoon.Admin.Sheets;

/// <summary>The settlement shards, and where their books and the chain differ.</summary>
internal static class ShardSheet
{
    public const string Name = "settlement";
    public const string DifferencesName = "differences";

    public static Sheet From(MarketPicture picture, DateTimeOffset now) => new(Name, "Settlement shards",
        [
            Column.Text("Shard"), Column.Text("State"), Column.Count("Waiting", "receipts"), Column.Ton("Waiting pay"), Column.Text("Open batch"), Column.Text("Oldest receipt"),
            Column.Ton("Unclaimed"), Column.Ton("Accepted"), Column.Ton("Paid"), Column.Ton("Fees"), Column.Count("Receipts"), Column.Text("Read"),
        ],
        [
            .. picture.Shards.Values.Select(shard => new Row($"{shard.View.Shard}",
            [
                Cell.Of($"{shard.View.Shard}", title: picture.Rules?.Vaults.ElementAtOrDefault(shard.View.Shard).ToString()),
                shard.View.Differences.IsEmpty ? Cell.Badge("in agreement", Tone.Good) : Cell.Badge($"{shard.View.Differences.Count} differences", Tone.Bad),
                Cell.Number(shard.View.Pending), Cell.Ton(shard.View.PendingPay),
                shard.View.Open is { } open ? Cell.Of($"{shard.View.Shard}/{open.Seqno} {open.Status}", $"/admin/batches/{shard.View.Shard}/{open.Seqno}") : Cell.None,
                Cell.Time(shard.OldestReceipt, now), Cell.Ton(shard.View.Unclaimed), Cell.Ton(shard.View.Accepted), Cell.Ton(shard.View.Paid), Cell.Ton(shard.View.Fees),
                Cell.Number(shard.View.ReceiptCount), Cell.Time(shard.At, now),
            ])),
        ],
        "The settlement shards have not been read yet.");

    public static Sheet Differences(MarketPicture picture, DateTimeOffset now) => new(DifferencesName, "Where books and chain differ",
        [Column.Text("Shard"), Column.Text("Kind"), Column.Text("Account"), Column.Text("Books say"), Column.Text("Chain shows"), Column.Text("Since")],
        [
            .. from shard in picture.Shards.Values
               from difference in shard.View.Differences
               select new Row($"{shard.View.Shard}/{difference.Kind}/{difference.Account.Raw}",
               [
                   Cell.Of($"{shard.View.Shard}"), Cell.Badge(difference.Kind.ToString(), Tone.Bad), Cell.Account(difference.Account), Cell.Of(difference.Expected), Cell.Of(difference.Found), Cell.Time(difference.Since, now),
               ]),
        ],
        "Books and chain agree.");
}
