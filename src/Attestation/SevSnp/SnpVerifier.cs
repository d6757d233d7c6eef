using System.Collections.Immutable;
using System.Security.Cryptography;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.SevSnp.Paravisor;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.SevSnp;

/// <summary>
/// Appraises AMD SEV-SNP reports of Milan, Genoa and Turin, versions 2 to 5, signed by VCEK or VLEK (checks S1 to S10 of
/// docs/trust.md; format: AMD 56860, certificates: AMD 57230). Pure and thread-safe, as its interface asks. Certificates
/// come with the evidence or from the collateral; only AMD's root keys are known here. Chains that held are kept, by the
/// SHA-256 of their certificates.
/// </summary>
public sealed class SnpVerifier : IEvidenceVerifier
{
    /// <summary>Most chains that are kept; each is about 10 KB.</summary>
    public const int DefaultCachedChains = 1024;

    private readonly SnpValidity _validity;

    /// <summary>Trusts AMD's roots.</summary>
    public SnpVerifier()
        : this(SnpRoots.Amd)
    {
    }

    /// <summary>Trusts other roots: those of a test.</summary>
    internal SnpVerifier(IReadOnlyDictionary<SnpProduct, RootPin> roots, int cachedChains = DefaultCachedChains) => _validity = new SnpValidity(roots, cachedChains);

    public EvidenceKind Kind => EvidenceKind.SevSnp;

    internal int CachedChains => _validity.CachedChains;

    public EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(context);
        var log = new CheckLog();
        if (_validity.Check(evidence, context, log) is not { } genuine)
            return new EvidenceAppraisal(Kind, log.Checks, null, TcbStatus.Unknown, Invalid(log), [], Tier.Simulated, context.At);
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var claims = ClaimsOf(genuine);
        var tcb = SnpTcbChecks.Check(genuine, context, log, findings);
        var limit = SnpPolicyChecks.Check(genuine, claims, context, log);
        return new EvidenceAppraisal(Kind, log.Checks, claims, tcb, VectorOf(log, tcb), findings.DrainToImmutable(), limit, genuine.NotAfter);
    }

    private static SnpClaims ClaimsOf(SnpGenuine genuine)
    {
        var (report, product, leaf) = (genuine.Report, genuine.Product, genuine.Chain.Leaf);
        var isHidden = !report.ChipId.ContainsAnyExcept((byte)0);
        return new SnpClaims(
            new HexBytes(report.ReportData),
            new HexBytes(SHA256.HashData([.. report.Signed.Span, .. genuine.Chain.KeyHash])),
            product, report.SigningKey,
            isHidden ? $"snp-csp:{leaf.Cloud}" : $"snp:{Convert.ToHexStringLower(report.ChipId)}",
            SnpTcb.Read(report.ReportedTcb, product), SnpTcb.Read(report.CurrentTcb, product), SnpTcb.Read(report.CommittedTcb, product), SnpTcb.Read(report.LaunchTcb, product),
            report.Policy.Value, report.PlatformInfo, report.Vmpl, report.GuestSvn, Measurements(genuine));
    }

    private static ImmutableSortedDictionary<string, HexBytes> Measurements(SnpGenuine genuine)
    {
        var report = genuine.Report;
        var measurements = ImmutableSortedDictionary.CreateBuilder<string, HexBytes>(StringComparer.Ordinal);
        measurements["measurement"] = report.Measurement;
        measurements["host-data"] = report.HostData;
        measurements["id-key-digest"] = report.IdKeyDigest;
        measurements["author-key-digest"] = report.AuthorKeyDigest;
        measurements["family-id"] = report.FamilyId;
        measurements["image-id"] = report.ImageId;
        // Under a paravisor the launch measurement says nothing of the guest: its PCRs do, once a key we know signed them.
        if (genuine.Paravisor is { } paravisor && RuntimeClaims.TryReadKey(paravisor.Claims.Span) is { } key &&
            TpmQuote.TryParse(paravisor.Quote.Span, out var quote) && TpmQuote.IsSigned(paravisor.Quote.Span, paravisor.Signature.Span, key))
        {
            measurements["vtpm-pcrs"] = quote.PcrSelection;
            measurements["vtpm-pcr-digest"] = quote.PcrDigest;
        }
        return measurements.ToImmutable();
    }

    private static TrustVector Invalid(CheckLog log)
    {
        var isRevoked = log.Checks.Any(check => check.Failure == AttestationFailure.AskRevoked);
        return isRevoked ? new TrustVector { InstanceIdentity = TrustTier.Contraindicated, Hardware = TrustTier.Contraindicated } : default;
    }

    private static TrustVector VectorOf(CheckLog log, TcbStatus tcb)
    {
        bool Failed(params ReadOnlySpan<AttestationFailure> failures)
        {
            foreach (var check in log.Checks)
                if (failures.Contains(check.Failure)) return true;
            return false;
        }
        return new TrustVector
        {
            InstanceIdentity = Failed(AttestationFailure.Revoked) ? TrustTier.Contraindicated : TrustTier.Affirming,
            Hardware = tcb == TcbStatus.UpToDate ? TrustTier.Affirming : TrustTier.Warning,
            Configuration = Failed(AttestationFailure.DebugAllowed, AttestationFailure.MigrationAllowed) ? TrustTier.Contraindicated
                : Failed(AttestationFailure.GuestPolicy, AttestationFailure.VmplNotAllowed) ? TrustTier.Warning : TrustTier.Affirming,
            Executables = Failed(AttestationFailure.MeasurementMismatch, AttestationFailure.ImageNotAllowed) ? TrustTier.Warning : TrustTier.Affirming,
            RuntimeOpaque = TrustTier.Affirming,
        };
    }
}
