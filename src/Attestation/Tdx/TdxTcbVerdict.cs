using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tdx.Tcb;

namespace Cocoon.Attestation.Tdx;

/// <summary>Check T14: is the worst of all parts good enough for the policy, and until when?</summary>
internal sealed class TdxTcbVerdict(TdxPolicy policy, DateTimeOffset at)
{
    /// <summary>Writes the check down.</summary>
    /// <returns>What lies behind.</returns>
    public IEnumerable<Finding> Judge(TcbStatus status, List<TcbPart> parts, CheckLog log, TdxDeadline deadline)
    {
        List<Finding> findings = [];
        var isAccepted = IsAccepted(status);
        var isGood = status is not (TcbStatus.Revoked or TcbStatus.Unknown);
        foreach (var part in parts)
        {
            if (part.Status == TcbStatus.UpToDate) continue;
            var graceEnds = isAccepted || IsAccepted(part.Status) ? null : GraceEnds(part);
            isGood &= isAccepted || IsAccepted(part.Status) || at < graceEnds;
            if (at < graceEnds) deadline.Add(graceEnds.Value, TcbStatuses.FailureOf(part.Status), $"grace for the {part.Name}");
            AddFindings(part, at < graceEnds ? graceEnds : null, findings);
        }
        log.Add("T14", CheckStage.Tcb, "TCB status", isGood ? AttestationFailure.None : TcbStatuses.FailureOf(status),
            parts.Count == 0 ? "Nothing to judge by." : string.Join("; ", parts) + (isGood && status != TcbStatus.UpToDate ? ". The policy accepts it." : "."));
        return findings;
    }

    private bool IsAccepted(TcbStatus status) =>
        status == TcbStatus.UpToDate || (status is not (TcbStatus.Revoked or TcbStatus.Unknown) && policy.AcceptedStatuses.Contains(status));

    /// <returns>When the first advisory's days are over; null when there is none, or one without days.</returns>
    private DateTimeOffset? GraceEnds(TcbPart part)
    {
        if (part.Exposures.IsEmpty || part.Status is TcbStatus.Revoked or TcbStatus.Unknown) return null;
        var first = DateTimeOffset.MaxValue;
        foreach (var exposure in part.Exposures)
        {
            if (!policy.GraceDays.TryGetValue(exposure.Advisory, out var days) || days <= 0) return null;
            var left = (DateTimeOffset.MaxValue - exposure.FixedBy).TotalDays;
            var end = days < left ? exposure.FixedBy.AddDays(days) : DateTimeOffset.MaxValue;
            if (end < first) first = end;
        }
        return first;
    }

    private static void AddFindings(TcbPart part, DateTimeOffset? failsAt, List<Finding> findings)
    {
        var failure = TcbStatuses.FailureOf(part.Status);
        ImmutableArray<string> advisories = [.. part.Exposures.Select(exposure => exposure.Advisory)];
        if (part.Gaps.IsEmpty) findings.Add(new Finding(failure, part.Name, part.Status.ToString(), "", advisories, failsAt));
        foreach (var gap in part.Gaps)
            findings.Add(new Finding(failure, gap.Component, $"{gap.Found}", $"{gap.Needed}", advisories, failsAt));
    }
}
