using System.Globalization;
using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;

namespace Cocoon.Admin.Sheets;

/// <summary>A job's life as a table.</summary>
internal static class TimelineSheet
{
    public const string Name = "timeline";

    public static Sheet From(JobTimeline timeline) => new(Name, "Timeline across grains",
        [Column.Text("Grain"), Column.Text("What"), Column.Text("Detail"), Column.Span("After start"), Column.Text("When")],
        [
            .. timeline.Steps.Select((step, i) => new Row(i.ToString(CultureInfo.InvariantCulture),
            [
                Cell.Of(step.Lane), Cell.Of(step.What), Cell.Of(step.Detail), Cell.Span(step.At - timeline.Steps[0].At),
                new Cell(Words.Absolute(step.At), step.At.ToString("O", CultureInfo.InvariantCulture)),
            ])),
        ],
        "Nothing is known of this job but its record.");
}
