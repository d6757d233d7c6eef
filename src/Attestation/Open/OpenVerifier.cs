using System.Security.Cryptography;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;
using Cocoon.Ton.Crypto;

namespace Cocoon.Attestation.Open;

/// <summary>Appraises <see cref="OpenEvidence"/>: tier "open" at most, and only where the policy allows it.</summary>
public sealed class OpenVerifier : IEvidenceVerifier
{
    public EvidenceKind Kind => EvidenceKind.Open;

    public EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context)
    {
        var log = new CheckLog();
        var claims = Passes(evidence.Raw.Span, context, log)
            ? new OpenClaims(context.Wallet, new HexBytes(context.ReportData.Span), new HexBytes(SHA256.HashData(evidence.Raw.Span)))
            : null;
        return new EvidenceAppraisal(Kind, log.Checks, claims, claims is null ? TcbStatus.Unknown : TcbStatus.UpToDate, default, [], Tier.Open, context.At + context.Policy.MaxAppraisalAge);
    }

    private static bool Passes(ReadOnlySpan<byte> raw, AppraisalContext context, CheckLog log)
    {
        var isAllowed = context.Policy.AllowOpen;
        if (!log.Add("O1", CheckStage.Policy, "open machines", isAllowed ? AttestationFailure.None : AttestationFailure.OpenRefused, isAllowed ? "" : "Machines without a TEE are not taken here.")) return false;
        if (!log.Add("O2", CheckStage.Validity, "form", OpenEvidence.IsWellFormed(raw) ? AttestationFailure.None : AttestationFailure.EvidenceMalformed)) return false;
        var isSigned = context.Wallet.IsSet && !context.ReportData.IsEmpty && OpenEvidence.IsSigned(raw, context.Wallet, context.ReportData.Span, Ed25519.Default);
        return log.Add("O3", CheckStage.Validity, "signature of the wallet", isSigned ? AttestationFailure.None : AttestationFailure.WalletSignature,
            isSigned ? "" : "The evidence is not signed by the wallet's key for this network, wallet and these keys.");
    }
}
