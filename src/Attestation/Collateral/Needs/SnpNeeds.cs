using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.SevSnp;
using Cocoon.Attestation.SevSnp.Paravisor;

namespace Cocoon.Attestation.Collateral.Needs;

/// <summary>
/// What a SEV-SNP report needs: the list of revoked authorities, and those of its certificates that did not come along. A VLEK
/// has to: AMD gives it to its cloud only.
/// </summary>
public sealed class SnpNeeds : ICollateralNeeds
{
    public EvidenceKind Kind => EvidenceKind.SevSnp;

    public IEnumerable<CollateralNeed> Of(MachineEvidence evidence, DateTimeOffset at)
    {
        var raw = evidence.Raw;
        if (ParavisorEvidence.IsParavisor(raw.Span))
        {
            if (!ParavisorEvidence.TryParse(raw, out var paravisor)) yield break;
            raw = paravisor.Report;
        }
        if (!SnpReport.TryParse(raw, out var report, out _, out _) || !SnpCertificates.TrySplit(evidence.Endorsements, out var certificates)) yield break;
        // Reports before version 3 do not name their product; then only a certificate that came along can.
        var named = report.Product ?? (certificates.Count > 0 ? ProductOf(certificates) : null);
        if (named is not { } product) yield break;
        yield return new CollateralNeed(SnpEndorsements.CrlKey(product));
        var isHidden = !report.ChipId.ContainsAnyExcept((byte)0);
        if (certificates.Count == 0 && report.SigningKey == SnpSigningKey.Vcek && !isHidden)
            yield return new CollateralNeed(SnpEndorsements.LeafKey(report), SnpEndorsements.CrlKey(product).Id);
        if (certificates.Count <= 1) yield return new CollateralNeed(SnpEndorsements.AuthoritiesKey(product, report.SigningKey));
    }

    private static SnpProduct? ProductOf(List<ReadOnlyMemory<byte>> certificates)
    {
        foreach (var der in certificates)
        {
            try
            {
                using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
                if (SnpLeaf.IsLeaf(certificate)) return SnpLeaf.TryRead(certificate, out _)?.Product;
            }
            catch (CryptographicException)
            {
                return null; // The verifier says what is wrong with it.
            }
        }
        return null;
    }
}
