using System.Globalization;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Inspection;

/// <summary>Writes an inspection for people: three results apart, then every check, claim and finding, in aligned columns.</summary>
/// <param name="output">Takes the lines.</param>
/// <param name="isColoured">Whether the reader is a terminal that shows colours.</param>
public sealed class InspectionText(TextWriter output, bool isColoured)
{
    private const int LabelWidth = 9;
    private const string Green = "\e[32m";
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Plain = "\e[0m";

    public void Write(InspectionReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        output.WriteLine($"{Sentence(report.Description)}, as of {Time(report.At)}");
        foreach (var part in report.Parts) Write(part, report.Parts.Length > 1);
        output.WriteLine();
        output.WriteLine(Verdict(report));
    }

    private void Write(InspectedPart part, bool isNamed)
    {
        output.WriteLine();
        if (isNamed) output.WriteLine($"{Sentence(part.Name)}, {part.Bytes} bytes");
        WriteResults(part);
        output.WriteLine();
        output.WriteLine("  Checks");
        var width = part.Checks.Select(check => check.Title.Length).DefaultIfEmpty().Max();
        foreach (var check in part.Checks)
        {
            var mark = check.Passed ? Colour("ok    ", Green) : Colour("FAILED", check.Stage == CheckStage.Validity ? Red : Yellow);
            var detail = check.Passed ? check.Detail : Reason(check);
            output.WriteLine($"    {check.Id,-3} {mark} {check.Title.PadRight(width)}  {detail}".TrimEnd());
        }
        if (part.Appraisal.Claims is { } claims) WritePairs("Says", [.. claims.Values()]);
        if (!part.Appraisal.Findings.IsEmpty) WritePairs("Findings", [.. part.Appraisal.Findings.Select(finding => KeyValuePair.Create(finding.Component, Describe(finding)))]);
    }

    private void WriteResults(InspectedPart part)
    {
        var appraisal = part.Appraisal;
        var genuine = part.IsGenuine ? "yes" : part.IsUndecided ? "unknown" : "NO";
        Line("genuine", genuine, part.IsGenuine ? Green : Red, WhyNotGenuine(part));
        Check[] behind = [.. part.Checks.Where(check => check is { Stage: CheckStage.Tcb, Passed: false })];
        Line("TCB", appraisal.IsValid ? appraisal.Tcb.ToString() : "-", behind.Length == 0 ? Green : Yellow, Reason(behind));
        Check[] refused = [.. part.Checks.Where(check => check is { Stage: CheckStage.Policy, Passed: false })];
        var policy = !part.HasPolicy ? "none" : refused.Length > 0 ? "REFUSED" : appraisal.IsValid ? "wanted" : "-";
        Line("policy", policy, refused.Length == 0 ? Green : Yellow, part.HasPolicy ? Reason(refused) : "no policy was given, so this says nothing of whether such a machine is wanted (--policy FILE)");
        if (!part.HasPolicy && TrustTier.Of(appraisal.Vector.Configuration) == TrustTier.Contraindicated)
            Line("warning", "open", Red, "its configuration lets somebody outside look into it or move it (debugging, migration): no policy should want that");
        if (appraisal.IsValid) Line("holds", "until", "", $"{Time(appraisal.NotAfter)}, when the first certificate or collateral behind it ends");
    }

    private void Line(string label, string value, string colour, string detail) =>
        output.WriteLine($"  {label.PadRight(LabelWidth)} {Colour(value.PadRight(LabelWidth), colour)} {detail}".TrimEnd());

    private void WritePairs(string heading, IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        output.WriteLine();
        output.WriteLine($"  {heading}");
        var width = pairs.Select(pair => pair.Key.Length).DefaultIfEmpty().Max();
        foreach (var (name, value) in pairs) output.WriteLine($"    {name.PadRight(width)}  {value}".TrimEnd());
    }

    private string Colour(string text, string colour) => isColoured && colour.Length > 0 && text.TrimEnd() is not "-" ? colour + text + Plain : text;

    private static string WhyNotGenuine(InspectedPart part)
    {
        if (part.IsGenuine) return "";
        if (part.Appraisal.IsValid) return "software made this evidence; it proves nothing of a machine";
        return part.Failed(CheckStage.Validity) is { } failed ? Reason(failed)
            : part.HasPolicy ? "the policy refuses it before that can be told" : "it takes a policy to tell, which says whose signatures are trusted (--policy FILE)";
    }

    /// <summary>One reason in full, several by name: the list of checks tells the rest.</summary>
    private static string Reason(Check[] failed) => failed switch
    {
        [] => "",
        [var only] => Reason(only),
        _ => string.Join(", ", failed.Select(check => check.Failure).Distinct()),
    };

    private static string Reason(Check check) => $"{check.Failure}: {check.Detail}".TrimEnd(' ', ':');

    private static string Describe(Finding finding)
    {
        var needed = finding.Needed.Length == 0 ? finding.Found : $"is {finding.Found}, needs {finding.Needed}";
        var advisories = finding.Advisories.IsEmpty ? "" : $" ({string.Join(", ", finding.Advisories)})";
        var fails = finding.FailsAt is { } at ? $"; fails with {finding.Failure} from {Time(at)}" : "";
        return needed + advisories + fails;
    }

    private static string Verdict(InspectionReport report) => report.Outcome switch
    {
        InspectionOutcome.Good when report.Parts.Any(part => !part.IsGenuine) => "The policy wants it. Nothing of it is proven: it is simulated.",
        InspectionOutcome.Good => report.HasPolicy ? "It is genuine, and the policy wants it." : "It is genuine.",
        InspectionOutcome.PolicyRefuses => "The policy does not want it.",
        InspectionOutcome.TcbFails => "It is genuine, but its platform is behind, or how it stands cannot be told.",
        InspectionOutcome.NoEvidence => "There is no evidence.",
        _ => "It is NOT shown to be genuine: do not rely on it.",
    };

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
}
