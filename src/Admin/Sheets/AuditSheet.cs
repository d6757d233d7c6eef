using System.Globalization;
using Cocoon.Admin.Tables;
using Cocoon.Grains.Operations;

namespace Cocoon.Admin.Sheets;

/// <summary>Entries of the audit log, newest first on the page, with their hashes.</summary>
internal static class AuditSheet
{
    public const string Name = "audit";

    public static Sheet From(IEnumerable<AuditEntry> entries, DateTimeOffset now) => new(Name, "Audit log",
        [
            Column.Count("No."), Column.Text("When"), Column.Text("Who"), Column.Text("Action"), Column.Text("Target"), Column.Text("Outcome"), Column.Text("Detail"), Column.Text("Operation"), Column.Text("Hash"),
        ],
        [
            .. entries.Select(entry => new Row(entry.Number.ToString(CultureInfo.InvariantCulture),
            [
                Cell.Number(entry.Number), Cell.Time(entry.At, now), Cell.Of(entry.Note.Who), Cell.Of(entry.Note.Action), new Cell(Words.Short(entry.Note.Target), entry.Note.Target, Title: entry.Note.Target),
                Outcome(entry.Note.Phase), Cell.Of(entry.Note.Detail), new Cell(Words.Short(entry.Note.Operation), entry.Note.Operation, Title: entry.Note.Operation), Cell.Hash(entry.Hash),
            ])),
        ],
        "Nobody has done anything yet.");

    public static Cell Outcome(AuditPhase phase) => phase switch
    {
        AuditPhase.Asked => Cell.Badge("asked", Tone.Warn),
        AuditPhase.Done => Cell.Badge("done", Tone.Good),
        _ => Cell.Badge("failed", Tone.Bad),
    };
}
