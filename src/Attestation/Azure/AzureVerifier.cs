using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Tokens;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Azure;

/// <summary>
/// Appraises tokens of Azure Attestation about confidential virtual machines: SEV-SNP or TDX, also inside a guest token
/// ("azurevm"). Raw evidence is the compact token in ASCII. Needs the key set of the issuer as collateral, fetched from the
/// issuer itself over TLS: key sets are not signed. Thread-safe.
/// </summary>
/// <remarks>
/// Evidence is bound when the expected report data is the report data of the hardware report; or "user-data" of its runtime
/// claims, 128 hex digits, which is how a guest under Azure's paravisor binds anything; or the nonce of a guest token's client
/// payload, as hex text, in base64 as Microsoft's guest library writes it or plain.
/// </remarks>
public sealed class AzureVerifier : IEvidenceVerifier
{
    private readonly KeySetCache _keys = new();

    public EvidenceKind Kind => EvidenceKind.AzureToken;

    public EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context)
    {
        var log = new CheckLog();
        if (AzureTokenCheck.Read(evidence.Raw, context, _keys, log) is not { } claims || context.Policy.Azure is not { } policy)
            return new EvidenceAppraisal(Kind, log.Checks, null, TcbStatus.Unknown, default, [], Tier.Simulated, context.At);
        var appraisal = new AzureAppraisal(claims, policy, context, log);
        var tcb = appraisal.CheckTcb();
        appraisal.CheckPolicy();
        var notAfter = new TokenWindow(claims.IssuedAt, claims.IssuedAt, claims.Expires).End(policy.MaxTokenAge);
        if (appraisal.Image?.NotAfter is { } end && end < notAfter) notAfter = end;
        var findings = appraisal.Findings.Add(new Finding(AttestationFailure.TokenTooOld, "token", "", "", [], notAfter));
        return new EvidenceAppraisal(Kind, log.Checks, claims, tcb, Vector(log.Checks, tcb), findings, appraisal.Image?.Tier ?? Tier.Simulated, notAfter);
    }

    private static TrustVector Vector(ImmutableArray<Check> checks, TcbStatus tcb)
    {
        return new TrustVector
        {
            InstanceIdentity = TrustTier.Affirming,
            Hardware = tcb switch { TcbStatus.UpToDate => TrustTier.Affirming, TcbStatus.Revoked => TrustTier.Contraindicated, _ => TrustTier.Warning },
            Configuration = Of(AttestationFailure.DebugEnabled, AttestationFailure.MigrationAllowed, AttestationFailure.VmplNotAllowed, AttestationFailure.Compliance),
            Executables = Of(AttestationFailure.MeasurementMismatch, AttestationFailure.ImageNotAllowed),
        };

        sbyte Of(params ReadOnlySpan<AttestationFailure> contraindicating)
        {
            foreach (var check in checks)
                if (contraindicating.Contains(check.Failure)) return TrustTier.Contraindicated;
            return TrustTier.Affirming;
        }
    }
}
