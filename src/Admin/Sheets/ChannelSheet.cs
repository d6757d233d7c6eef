using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;

namespace Cocoon.Admin.Sheets;

/// <summary>The channels that moved last.</summary>
internal static class ChannelSheet
{
    public const string Name = "channels";

    public static Sheet From(MarketPicture picture, DateTimeOffset now) => new(Name, "Channels that moved last",
        [
            Column.Text("Channel"), Column.Text("State"), Column.Count("Jobs"), Column.Count("Failed"), Column.Ton("Charged here"), Column.Ton("Vouched in all"), Column.Count("Receipts handed on"), Column.Text("Last seen"),
        ],
        [
            .. picture.Channels.Newest.Select(channel => new Row(channel.Id.Raw,
            [
                Cell.Account(channel.Id, Name), channel.IsClosing ? Cell.Badge("closing", Tone.Warn) : Cell.Badge("open", Tone.Good),
                Cell.Number(channel.Completed), Cell.Number(channel.Failed), Cell.Ton(channel.Charged),
                channel.Vouched is { } vouched ? Cell.Ton(vouched) : Cell.None, Cell.Number(channel.Pushed), Cell.Time(channel.LastSeen, now),
            ])),
        ],
        "No channel has moved since these pages started. Open one by its address above.");
}
