using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.SevSnp.Paravisor;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.SevSnp;

/// <summary>Checks S7 to S10, and which signing keys and chips count: does the policy want this guest?</summary>
internal static class SnpPolicyChecks
{
    private const CheckStage Stage = CheckStage.Policy;

    /// <returns>The highest tier that the image may have; meaningless when a check failed.</returns>
    public static Tier Check(SnpGenuine genuine, SnpClaims claims, AppraisalContext context, CheckLog log)
    {
        var policy = context.Policy.Snp;
        log.Add("S1", Stage, "SEV-SNP is wanted", policy is null ? AttestationFailure.PolicyMissing : AttestationFailure.None, policy is null ? "The policy has no section \"snp\"." : "");
        policy ??= new SnpPolicy();
        var isKey = policy.SigningKeys.Contains(claims.SigningKey);
        log.Add("S1", Stage, "kind of signing key", isKey ? AttestationFailure.None : AttestationFailure.SigningKeyKind,
            isKey ? claims.SigningKey.ToString() : $"It is a {claims.SigningKey}; the policy allows {List(policy.SigningKeys)}.");
        // All VCEKs have serial number 0, so it is the chip that can be revoked and not its certificate.
        var isRevoked = context.Policy.RevokedHardware.Contains(claims.HardwareId);
        log.Add("S4", Stage, "chip not revoked", isRevoked ? AttestationFailure.Revoked : AttestationFailure.None, isRevoked ? "This hardware is on the policy's list of revoked ones." : "");
        CheckGuestPolicy(genuine.Report.Policy, policy, log);
        var isVmpl = policy.Vmpls.Contains((int)claims.Vmpl);
        log.Add("S8", Stage, "privilege level", isVmpl ? AttestationFailure.None : AttestationFailure.VmplNotAllowed,
            isVmpl ? $"VMPL {claims.Vmpl}" : $"VMPL {claims.Vmpl} asked for the report; the policy allows {List(policy.Vmpls)}.");
        var limit = CheckImage(claims, policy, context, log);
        if (genuine.Paravisor is { } paravisor) CheckParavisor(paravisor, policy, context, log);
        else CheckBinding(claims, context, log);
        return limit;
    }

    private static void CheckGuestPolicy(SnpGuestPolicy guest, SnpPolicy policy, CheckLog log)
    {
        log.Add("S7", Stage, "debugging", guest.Debug ? AttestationFailure.DebugAllowed : AttestationFailure.None, guest.Debug ? "The host may read and change this guest's memory (policy bit 19)." : "off");
        log.Add("S7", Stage, "migration agent", guest.MigrationAgent ? AttestationFailure.MigrationAllowed : AttestationFailure.None, guest.MigrationAgent ? "An agent may move this guest to another machine (policy bit 18)." : "none");
        var wrong = WhyNot(guest, policy);
        log.Add("S7", Stage, "guest policy", wrong.Length == 0 ? AttestationFailure.None : AttestationFailure.GuestPolicy, wrong.Length == 0 ? $"0x{guest.Value:x}" : $"0x{guest.Value:x}: {wrong}");
    }

    private static string WhyNot(SnpGuestPolicy guest, SnpPolicy policy)
    {
        if (!guest.IsWellFormed) return "bit 17 must be one, and reserved bits zero.";
        if (guest.Smt && !policy.AllowSmt) return "it allows simultaneous multithreading (bit 16), which the policy does not.";
        if (guest.Cxl && !policy.AllowCxl) return "it allows CXL (bit 21), which the policy does not.";
        if (!guest.SingleSocket && policy.RequireSingleSocket) return "it allows several sockets (bit 20 is zero), which the policy does not.";
        return guest.Abi < policy.MinAbi ? $"it asks for firmware ABI {guest.Abi}; the policy wants {policy.MinAbi}." : "";
    }

    private static Tier CheckImage(SnpClaims claims, SnpPolicy policy, AppraisalContext context, CheckLog log)
    {
        var verdict = Judge(context.Policy, claims, context.At);
        log.Add("S9", Stage, "image", verdict.Failure, verdict.Detail);
        var isSvn = claims.GuestSvn >= policy.MinGuestSvn;
        log.Add("S9", Stage, "security version of the guest", isSvn ? AttestationFailure.None : AttestationFailure.TcbOutOfDate,
            isSvn ? $"{claims.GuestSvn}" : $"It is {claims.GuestSvn}; the policy wants {policy.MinGuestSvn}.");
        return verdict.Image?.Tier ?? Tier.Simulated;
    }

    private static ImageVerdict Judge(PolicyDocument policy, SnpClaims claims, DateTimeOffset at)
    {
        var digest = ImageDigest.Of(EvidenceKind.SevSnp, claims.Measurements);
        // Without an image of this digest, or one whose measurements are known, there is no nearest one to name.
        return policy.Images.Any(image => image.Role == ImageRole.Provider && (image.Digest == digest || !image.Measurements.IsEmpty))
            ? policy.Judge(EvidenceKind.SevSnp, claims.Measurements, ImageRole.Provider, at)
            : new ImageVerdict(null, AttestationFailure.MeasurementMismatch, $"The policy lists no provider's image {digest}.");
    }

    private static void CheckBinding(SnpClaims claims, AppraisalContext context, CheckLog log)
    {
        var isAsked = !context.ReportData.IsEmpty;
        var isBound = !isAsked || context.ReportData.Span.SequenceEqual(claims.ReportData.ToArray());
        log.Add("S10", Stage, "report data", isBound ? AttestationFailure.None : AttestationFailure.ReportDataMismatch,
            !isAsked ? "not asked" : isBound ? "" : "The report is bound to something else: other keys, another provider, block or challenge.");
    }

    private static void CheckParavisor(ParavisorEvidence paravisor, SnpPolicy policy, AppraisalContext context, CheckLog log)
    {
        log.Add("S10", Stage, "paravisor", policy.AllowParavisor ? AttestationFailure.None : AttestationFailure.RuntimeClaims,
            policy.AllowParavisor ? "" : "A paravisor owns this report; the policy does not allow one (\"allowParavisor\").");
        const string title = "quote of the virtual TPM";
        if (context.ReportData.IsEmpty && paravisor.Quote.IsEmpty)
        {
            log.Add("S10", Stage, title, AttestationFailure.None, "not asked");
            return;
        }
        var wrong = WhyNot(paravisor, context);
        log.Add("S10", Stage, title, wrong.Length == 0 ? AttestationFailure.None : AttestationFailure.VtpmQuote, wrong);
    }

    private static string WhyNot(ParavisorEvidence paravisor, AppraisalContext context)
    {
        if (paravisor.Quote.IsEmpty) return "The evidence holds no quote of the TPM, so that it is bound to nothing of ours.";
        if (RuntimeClaims.TryReadKey(paravisor.Claims.Span) is not { } key) return "The runtime claims name no attestation key (HCLAkPub, RSA).";
        if (!TpmQuote.TryParse(paravisor.Quote.Span, out var quote)) return "It is not a TPMS_ATTEST of type quote.";
        if (!TpmQuote.IsSigned(paravisor.Quote.Span, paravisor.Signature.Span, key)) return "The attestation key of the claims did not sign it.";
        var isBound = context.ReportData.IsEmpty || quote.ExtraData.ToArray().AsSpan().SequenceEqual(TpmQuote.ExtraDataFor(context.ReportData.Span));
        return isBound ? "" : "It answers another challenge: its extra data is not the SHA-256 of the report data.";
    }

    private static string List<T>(IEnumerable<T> values) => values.Any() ? string.Join(", ", values) : "none";
}
