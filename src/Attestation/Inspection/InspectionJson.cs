using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Inspection;

/// <summary>An inspection as JSON, for programs: the same facts as the text, by name.</summary>
public static class InspectionJson
{
    // Goes to a terminal or a file and never into a web page: an apostrophe may stay one.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter() },
    };

    public static string Write(InspectionReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonSerializer.Serialize(
            new { report.Description, report.At, report.Outcome, PolicyGiven = report.HasPolicy, Parts = report.Parts.Select(Part) }, Options);
    }

    private static object Part(InspectedPart part)
    {
        var appraisal = part.Appraisal;
        return new
        {
            part.Name, part.Bytes, appraisal.Kind, part.Outcome,
            Genuine = part.IsGenuine,
            appraisal.Tcb,
            Policy = !part.HasPolicy ? "none" : appraisal.IsAccepted ? "wanted" : "refused",
            Checks = part.Checks.Select(check => new { check.Id, check.Stage, check.Title, check.Passed, check.Failure, check.Detail }),
            Claims = appraisal.Claims?.Values().ToDictionary(pair => pair.Key, pair => pair.Value),
            Findings = appraisal.Findings.Select(finding => new { finding.Failure, finding.Component, finding.Found, finding.Needed, finding.Advisories, finding.FailsAt }),
            Vector = Vector(appraisal.Vector),
            NotAfter = appraisal.IsValid ? appraisal.NotAfter : (DateTimeOffset?)null,
        };
    }

    private static Dictionary<string, string> Vector(TrustVector vector) => new()
    {
        ["instance-identity"] = TrustTier.Name(vector.InstanceIdentity),
        ["configuration"] = TrustTier.Name(vector.Configuration),
        ["executables"] = TrustTier.Name(vector.Executables),
        ["file-system"] = TrustTier.Name(vector.FileSystem),
        ["hardware"] = TrustTier.Name(vector.Hardware),
        ["runtime-opaque"] = TrustTier.Name(vector.RuntimeOpaque),
        ["storage-opaque"] = TrustTier.Name(vector.StorageOpaque),
        ["sourced-data"] = TrustTier.Name(vector.SourcedData),
    };
}
