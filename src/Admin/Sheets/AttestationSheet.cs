using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;
using Cocoon.Core.Trust;

namespace Cocoon.Admin.Sheets;

/// <summary>Every provider's appraisal, the one that ends first first; and all that will fail.</summary>
internal static class AttestationSheet
{
    public const string Name = "attestation";
    public const string FindingsName = "findings";
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    public static Sheet From(MarketPicture picture, DateTimeOffset now) => new(Name, "Appraisals",
        [
            Column.Text("Provider"), Column.Text("Verdict"), Column.Text("Tier"), Column.Text("Ends"), Column.Text("Looked at"), Column.Text("Fails next"), Column.Text("Fails"), Column.Count("Findings"), Column.Text("Appraisal"),
        ],
        [.. picture.Readings.Newest.OrderBy(reading => reading.View.Appraisal.NotAfter).ThenBy(reading => reading.View.Id).Select(reading => Line(reading, now))],
        "No provider's appraisal has been read yet.");

    public static Sheet Findings(MarketPicture picture, DateTimeOffset now) => new(FindingsName, "What lies behind, and what will fail when",
        [Column.Text("Provider"), Column.Text("Part"), Column.Text("Failure"), Column.Text("Found"), Column.Text("Needed"), Column.Text("Advisories"), Column.Text("Fails")],
        [
            .. from reading in picture.Readings.Newest
               from finding in reading.Findings
               orderby finding.FailsAt ?? DateTimeOffset.MaxValue
               select new Row($"{reading.View.Id.Raw}/{finding.Failure}/{finding.Component}",
               [
                   Cell.Account(reading.View.Id, ProviderSheet.Name), Cell.Of(finding.Component), Cell.Of(finding.Failure.ToString()), Cell.Of(finding.Found), Cell.Of(finding.Needed),
                   Cell.Of(string.Join(", ", finding.Advisories)), Cell.Time(finding.FailsAt, now),
               ]),
        ],
        "No machine has anything that lies behind.");

    private static Row Line(ProviderReading reading, DateTimeOffset now)
    {
        var appraisal = reading.View.Appraisal;
        var next = reading.Findings.FirstOrDefault(finding => finding.FailsAt is not null);
        return new Row(reading.View.Id.Raw,
        [
            Cell.Account(reading.View.Id, ProviderSheet.Name), Verdict(reading, now), Cell.Of(appraisal.Tier.Name()), Cell.Time(appraisal.NotAfter, now), Cell.Time(reading.Checked?.At, now),
            Cell.Of(next?.Component, title: next?.Failure.ToString()), Cell.Time(next?.FailsAt, now),
            reading.Checked is null ? Cell.None : Cell.Number(reading.Findings.Length), Cell.Hash(appraisal.Hash),
        ]);
    }

    private static Cell Verdict(ProviderReading reading, DateTimeOffset now)
    {
        if (reading.View.Appraisal.NotAfter <= now) return Cell.Badge("ended", Tone.Bad);
        if (reading.Checked is { IsAccepted: false } refused) return Cell.Badge(refused.Failure.ToString(), Tone.Bad, refused.Detail);
        return reading.View.Appraisal.NotAfter - now < Soon ? Cell.Badge("ends soon", Tone.Warn) : Cell.Badge("good", Tone.Good);
    }
}
