using Cocoon.Admin.Actions;
using Cocoon.Admin.Market;
using Cocoon.Admin.Sheets;
using Cocoon.Admin.Tables;
using Cocoon.Admin.Traces;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Admin.Export;

/// <summary>Every table as a CSV file.</summary>
internal sealed class ExportEndpoint(PictureKeeper keeper, IGrainFactory grains, AuditTrail trail, TraceFolder traces, TimeProvider time)
{
    public async Task<IResult> Get(HttpContext http, string file, string? of)
    {
        if (await Find(file, of) is not { } sheet) return Results.NotFound();
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{sheet.Name}.csv\"";
        return Results.Text(CsvFile.Write(sheet), "text/csv; charset=utf-8");
    }

    private async Task<Sheet?> Find(string file, string? of)
    {
        var (picture, now) = (keeper.Current, time.GetUtcNow());
        return file switch
        {
            ProviderSheet.Name + ".csv" => ProviderSheet.From(picture, now),
            OfferSheet.Name + ".csv" => OfferSheet.From(picture, now),
            JobSheet.Name + ".csv" => JobSheet.From(picture, now),
            ChannelSheet.Name + ".csv" => ChannelSheet.From(picture, now),
            BatchSheet.Name + ".csv" => BatchSheet.From(picture, now),
            ShardSheet.Name + ".csv" => ShardSheet.From(picture, now),
            ShardSheet.DifferencesName + ".csv" => ShardSheet.Differences(picture, now),
            AttestationSheet.Name + ".csv" => AttestationSheet.From(picture, now),
            AttestationSheet.FindingsName + ".csv" => AttestationSheet.Findings(picture, now),
            SiloSheet.Name + ".csv" => SiloSheet.From(picture, now),
            SiloSheet.GrainsName + ".csv" => SiloSheet.Grains(picture.Cluster),
            TraceSheet.Name + ".csv" => TraceSheet.From(traces.List(), now),
            AuditSheet.Name + ".csv" => AuditSheet.From((await trail.Read()).Chunks.SelectMany(chunk => chunk.Entries), now),
            BatchSheet.ReceiptsName + ".csv" => await BatchFinder.Find(grains, picture, of) is { } batch ? BatchSheet.Receipts(batch, now) : null,
            TimelineSheet.Name + ".csv" => await JobTimeline.Read(grains, picture, of) is { } timeline ? TimelineSheet.From(timeline) : null,
            _ => null,
        };
    }
}
