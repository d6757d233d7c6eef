using System.Globalization;
using Cocoon.Admin.Tables;
using Cocoon.Admin.Traces;

namespace Cocoon.Admin.Sheets;

/// <summary>Trace files of the simulator.</summary>
internal static class TraceSheet
{
    public const string Name = "traces";

    public static Sheet From(IEnumerable<TraceInfo> traces, DateTimeOffset now) => new(Name, "Simulation traces",
        [Column.Text("Trace"), Column.Count("Seed"), Column.Text("Outcome"), Column.Count("Size"), Column.Text("Written")],
        [
            .. traces.Select(trace => new Row(trace.Name,
            [
                Cell.Of(trace.Name, $"/admin/traces/{Uri.EscapeDataString(trace.Name)}"), trace.Seed is { } seed ? new Cell($"{seed}", $"{seed}", IsNumber: true) : Cell.None,
                trace.Violation is { } violation ? Cell.Badge("failed", Tone.Bad, violation) : Cell.Badge("no rule broken", Tone.Good),
                new Cell(Words.Bytes(trace.Bytes), trace.Bytes.ToString(CultureInfo.InvariantCulture), IsNumber: true), Cell.Time(trace.WrittenAt, now),
            ])),
        ],
        "There are no trace files. ./cocoon sim run --seed 17 --trace writes one.");
}
