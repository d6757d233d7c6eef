using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Tokens;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Nvidia;

/// <summary>
/// Appraises tokens of the NVIDIA Remote Attestation Service: one detached EAT bundle about all GPUs of a machine. Raw evidence
/// is the bundle's JSON. Needs the key set of the issuer as collateral, fetched from the issuer itself over TLS: key sets are
/// not signed. Thread-safe.
/// </summary>
public sealed class NrasVerifier : IEvidenceVerifier
{
    private readonly KeySetCache _keys = new();

    public EvidenceKind Kind => EvidenceKind.NrasToken;

    public EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context)
    {
        var log = new CheckLog();
        if (new NrasTokenCheck(context, _keys, log).Read(evidence.Raw.Span) is not { } claims || context.Policy.Nras is not { } policy)
            return new EvidenceAppraisal(Kind, log.Checks, null, TcbStatus.Unknown, default, [], Tier.Simulated, context.At);
        var isGood = CheckVerdict(claims, log);
        var findings = CheckPolicy(claims, policy, context, log);
        var notAfter = new TokenWindow(claims.IssuedAt, claims.IssuedAt, claims.Expires).End(policy.MaxTokenAge);
        findings.Add(new Finding(AttestationFailure.TokenTooOld, "NRAS token", "", "", [], notAfter));
        var isDebug = claims.Gpus.Any(gpu => gpu.Failed.Contains("dbgstat"));
        var vector = new TrustVector
        {
            InstanceIdentity = TrustTier.Affirming,
            Configuration = isDebug ? TrustTier.Contraindicated : TrustTier.Affirming,
            Executables = isGood ? TrustTier.Affirming : TrustTier.Contraindicated,
            Hardware = findings.Any(finding => finding.FailsAt is null) ? TrustTier.Warning : TrustTier.Affirming,
        };
        var tcb = !isGood ? TcbStatus.Unknown : findings.Count > 1 ? TcbStatus.OutOfDate : TcbStatus.UpToDate;
        return new EvidenceAppraisal(Kind, log.Checks, claims, tcb, vector, findings.ToImmutable(), Tier.CcGpu, notAfter);
    }

    private static bool CheckVerdict(NrasClaims claims, CheckLog log)
    {
        var isGood = log.Add("NR9", CheckStage.Tcb, "NVIDIA's overall result", claims.Overall ? AttestationFailure.None : AttestationFailure.NrasOverall);
        // The overall result is not enough: it follows a policy that we do not see.
        foreach (var gpu in claims.Gpus)
            isGood &= log.Add("NR9", CheckStage.Tcb, $"{Shown.Text(gpu.Name)}: result", gpu.Failed.IsEmpty ? AttestationFailure.None : AttestationFailure.NrasSubmoduleResult, string.Join(", ", gpu.Failed));
        return isGood;
    }

    private static ImmutableArray<Finding>.Builder CheckPolicy(NrasClaims claims, NrasPolicy policy, AppraisalContext context, CheckLog log)
    {
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var gpu in claims.Gpus)
        {
            var model = policy.Models.FirstOrDefault(allowed => allowed.Architecture == gpu.Architecture);
            Add("NR10", $"{Shown.Text(gpu.Name)}: architecture", model is null, AttestationFailure.ArchMismatch, Shown.Text(gpu.Architecture));
            if (model is null) continue;
            var isOld = !(Version.TryParse(gpu.Driver, out var found) && Version.TryParse(model.MinimumDriver, out var needed) && found >= needed);
            if (isOld) findings.Add(new Finding(AttestationFailure.TcbOutOfDate, $"{gpu.Name} driver", gpu.Driver, model.MinimumDriver, [], null));
            log.Add("NR10", CheckStage.Tcb, $"{Shown.Text(gpu.Name)}: driver", isOld ? AttestationFailure.TcbOutOfDate : AttestationFailure.None, $"{Shown.Text(gpu.Driver)}, needs {model.MinimumDriver}");
        }
        var isTwice = claims.Gpus.Select(gpu => gpu.DeviceId).Distinct(StringComparer.Ordinal).Count() < claims.Gpus.Length;
        Add("NR11", "distinct devices", isTwice, AttestationFailure.DuplicateGpu, isTwice ? "One GPU is shown twice." : "");
        var revoked = claims.Gpus.FirstOrDefault(gpu => context.Policy.RevokedHardware.Contains(NrasClaims.HardwareIdOf(gpu)));
        Add("NR11", "revoked devices", revoked is not null, AttestationFailure.Revoked, revoked is null ? "" : $"{Shown.Text(revoked.Name)} is on the policy's list of revoked hardware.");
        Add("NR12", "age", context.At - claims.IssuedAt > policy.MaxTokenAge, AttestationFailure.TokenTooOld, $"Issued at {claims.IssuedAt:u}; {policy.MaxTokenAge} is allowed.");
        var isOther = !context.ReportData.IsEmpty && new HexBytes(context.ReportData.Span) != claims.ReportData;
        Add("NR13", "binding", isOther, AttestationFailure.NrasNonce, context.ReportData.IsEmpty ? "not asked" : isOther ? "The nonce is not that of this machine's CPU evidence." : "");
        return findings;

        void Add(string id, string title, bool fails, AttestationFailure failure, string detail) => log.Add(id, CheckStage.Policy, title, fails ? failure : AttestationFailure.None, detail);
    }
}
