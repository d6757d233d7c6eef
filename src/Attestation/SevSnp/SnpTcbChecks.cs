using System.Collections.Immutable;
using System.Globalization;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.SevSnp;

/// <summary>
/// Check S6: how old the platform's parts are. AMD publishes no list of good versions, so the policy's floor is the measure.
/// </summary>
internal static class SnpTcbChecks
{
    private const CheckStage Stage = CheckStage.Tcb;

    /// <summary>From how long before the end of a certificate or list a finding says so.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    public static TcbStatus Check(SnpGenuine genuine, AppraisalContext context, CheckLog log, ImmutableArray<Finding>.Builder findings)
    {
        var (report, product) = (genuine.Report, genuine.Product);
        var (current, committed) = (SnpTcb.Read(report.CurrentTcb, product), SnpTcb.Read(report.CommittedTcb, product));
        var isConsistent = current.IsAtLeast(committed);
        log.Add("S6", Stage, "committed versions are not above the current ones", isConsistent ? AttestationFailure.None : AttestationFailure.TcbInconsistent,
            isConsistent ? "" : $"Committed are {committed}; current are {current}.");
        AddEnds(genuine, context.At, findings);
        if (context.Policy.Snp?.Floors.GetValueOrDefault(product) is not { } floor)
        {
            log.Add("S6", Stage, "reported versions", AttestationFailure.PolicyMissing, $"The policy has no floor for {product}. The machine has {SnpTcb.Read(report.ReportedTcb, product)}.");
            return TcbStatus.Unknown;
        }
        var reported = SnpTcb.Read(report.ReportedTcb, product);
        var isNew = Compare("reported versions", "", reported, floor, Advice(reported, committed, floor), log, findings);
        var isLaunchNew = Compare("versions at launch", "launch ", SnpTcb.Read(report.LaunchTcb, product), floor, reported.IsAtLeast(floor) ? " Launch the guest anew." : "", log, findings);
        return isNew && isLaunchNew ? TcbStatus.UpToDate : TcbStatus.OutOfDate;
    }

    private static bool Compare(string title, string prefix, SnpTcb found, SnpTcb floor, string advice, CheckLog log, ImmutableArray<Finding>.Builder findings)
    {
        var behind = found.Behind(floor).ToArray();
        foreach (var (component, own, needed) in behind)
            findings.Add(new Finding(AttestationFailure.TcbOutOfDate, prefix + component, Text(own), Text(needed), [], null));
        return log.Add("S6", Stage, title, behind.Length == 0 ? AttestationFailure.None : AttestationFailure.TcbOutOfDate,
            behind.Length == 0 ? found.ToString() : $"Behind: {string.Join(", ", behind.Select(part => $"{part.Component} is {part.Found}, needs {part.Needed}"))}.{advice}");
    }

    private static string Advice(SnpTcb reported, SnpTcb committed, SnpTcb floor) =>
        reported.IsAtLeast(floor) ? "" : committed.IsAtLeast(floor)
            ? " The host's firmware is new enough: raise its reported TCB and fetch the VCEK for it."
            : " The host needs newer firmware (BIOS, microcode).";

    private static void AddEnds(SnpGenuine genuine, DateTimeOffset at, ImmutableArray<Finding>.Builder findings)
    {
        var leaf = genuine.Chain.Leaf.ChipId is null ? "VLEK certificate" : "VCEK certificate";
        if (genuine.Chain.NotAfter - at < Notice) findings.Add(Ends(AttestationFailure.CertificateExpired, leaf, genuine.Chain.NotAfter));
        if (genuine.CrlNotAfter is { } end && end - at < Notice) findings.Add(Ends(AttestationFailure.CrlExpired, "revocation list", end));
    }

    private static Finding Ends(AttestationFailure failure, string component, DateTimeOffset end) =>
        new(failure, component, end.ToString("u", CultureInfo.InvariantCulture), "", [], end);

    private static string Text(byte value) => value.ToString(CultureInfo.InvariantCulture);
}
