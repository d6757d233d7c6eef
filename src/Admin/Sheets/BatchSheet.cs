using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;
using Cocoon.Core.Settlement;

namespace Cocoon.Admin.Sheets;

/// <summary>The newest settlement batches, and what is in one.</summary>
internal static class BatchSheet
{
    public const string Name = "batches";
    public const string ReceiptsName = "batch-receipts";

    public static Sheet From(MarketPicture picture, DateTimeOffset now) => new(Name, "Newest batches",
        [
            Column.Text("Batch"), Column.Text("State"), Column.Count("Receipts"), Column.Ton("Payouts"), Column.Count("Sent"), Column.Count("Rejected"), Column.Span("Took"), Column.Text("Cut"), Column.Text("Final"),
        ],
        [
            .. picture.Batches.Newest.OrderByDescending(batch => batch.CutAt).Select(batch => new Row(batch.Key.ToString(),
            [
                Cell.Of(batch.Key.ToString(), $"/admin/batches/{batch.Key}"), State(batch), batch.Receipts is { } receipts ? Cell.Number(receipts) : Cell.None,
                batch.Payouts is { } payouts ? Cell.Ton(payouts) : Cell.None, Cell.Number(batch.Sends), Cell.Number(batch.Rejections),
                Cell.Span(batch.ConfirmedAt - batch.CutAt), Cell.Time(batch.CutAt, now), Cell.Time(batch.ConfirmedAt, now),
            ])),
        ],
        "No batch was cut since these pages started. Older ones open by their number above.");

    public static Sheet Receipts(Batch batch, DateTimeOffset now) => new(ReceiptsName, "Receipts of this batch",
        [Column.Text("Job"), Column.Text("Channel"), Column.Text("Provider"), Column.Ton("Pay"), Column.Ton("Fee"), Column.Text("Ended"), Column.Text("Receipt")],
        [
            .. batch.Receipts.Select(line => new Row(line.Hash.ToString(),
            [
                Cell.Job(line.Job), Cell.Account(line.Channel, ChannelSheet.Name), Cell.Account(line.Provider, ProviderSheet.Name), Cell.Ton(line.Pay), Cell.Ton(line.Fee), Cell.Time(line.EndedAt, now), Cell.Hash(line.Hash),
            ])),
        ],
        "The batch has no receipts: it pays what was owed from earlier ones.");

    private static Cell State(BatchStory batch) => batch switch
    {
        { ConfirmedAt: not null } => Cell.Badge("final", Tone.Good),
        { Rejections: > 0 } => Cell.Badge("rejected", Tone.Bad),
        { SentAt: not null } => Cell.Badge("sent", Tone.Warn),
        _ => Cell.Badge("cut", Tone.Warn),
    };
}
