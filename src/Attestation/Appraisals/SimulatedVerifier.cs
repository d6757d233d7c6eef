using System.Security.Cryptography;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Appraisals;

/// <summary>Appraises <see cref="SimulatedEvidence"/>: tier "simulated", never on mainnet.</summary>
public sealed class SimulatedVerifier : IEvidenceVerifier
{
    public EvidenceKind Kind => EvidenceKind.Simulated;

    public EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context)
    {
        var log = new CheckLog();
        var claims = Read(evidence, context, log) is { } reportData
            ? new SimulatedClaims(new HexBytes(reportData), new HexBytes(SHA256.HashData(evidence.Raw.Span)))
            : null;
        return new EvidenceAppraisal(Kind, log.Checks, claims, claims is null ? TcbStatus.Unknown : TcbStatus.UpToDate, default, [], Tier.Simulated, context.At + context.Policy.MaxAppraisalAge);
    }

    private static byte[]? Read(MachineEvidence evidence, AppraisalContext context, CheckLog log)
    {
        var isAllowed = context.Policy is { AllowSimulated: true, NetworkId: not MarketParameters.Mainnet };
        if (!log.Add("P1", CheckStage.Policy, "simulated evidence", isAllowed ? AttestationFailure.None : AttestationFailure.SimulatedRefused, isAllowed ? "" : "Software made this evidence; it is for development.")) return null;
        var reportData = SimulatedEvidence.ReportData(evidence.Raw.Span);
        if (!log.Add("P2", CheckStage.Validity, "form", reportData is null ? AttestationFailure.EvidenceMalformed : AttestationFailure.None)) return null;
        var isBound = context.ReportData.IsEmpty || reportData.AsSpan().SequenceEqual(context.ReportData.Span);
        return log.Add("P3", CheckStage.Policy, "report data", isBound ? AttestationFailure.None : AttestationFailure.ReportDataMismatch) ? reportData : null;
    }
}
