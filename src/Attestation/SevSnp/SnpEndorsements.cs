using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.SevSnp;

/// <summary>Finds the certificates of a report: those that came along, and what is missing of them in the collateral.</summary>
internal static class SnpEndorsements
{
    /// <summary>The collateral's name of a leaf: chip id and reported TCB in hex.</summary>
    public static CollateralKey LeafKey(SnpReport report) =>
        new(CollateralKind.SnpLeaf, $"{Convert.ToHexStringLower(report.ChipId)}/{Convert.ToHexStringLower(report.ReportedTcb)}");

    /// <summary>The collateral's name of ASK or ASVK and ARK.</summary>
    public static CollateralKey AuthoritiesKey(SnpProduct product, SnpSigningKey key) =>
        new(CollateralKind.SnpAuthorities, Id(product) + (key == SnpSigningKey.Vlek ? "/vlek" : ""));

    public static CollateralKey CrlKey(SnpProduct product) => new(CollateralKind.SnpCrl, Id(product));

    /// <summary>The certificates in any order, not verified. Never throws.</summary>
    /// <returns>Null, with failure and detail, when some are missing.</returns>
    public static List<ReadOnlyMemory<byte>>? Find(MachineEvidence evidence, SnpReport report, CollateralSnapshot collateral, out AttestationFailure failure, out string detail)
    {
        (failure, detail) = (AttestationFailure.VcekChain, $"The certificates are neither PEM nor DER, or more than {SnpCertificates.Max}.");
        if (!SnpCertificates.TrySplit(evidence.Endorsements, out var certificates)) return null;
        if (certificates.Count == 0)
        {
            var key = LeafKey(report);
            if (collateral.Find(key.Kind, key.Id) is not { } leaf) return Missing(key, out failure, out detail);
            certificates.Add(leaf.Body);
        }
        if (certificates.Count > 1) return certificates;
        if ((report.Product ?? ProductOf(certificates[0])) is not { } product)
        {
            detail = "Neither the report nor its certificate names a product that is known.";
            return null;
        }
        var authorities = AuthoritiesKey(product, report.SigningKey);
        if (collateral.Find(authorities.Kind, authorities.Id) is not { } item) return Missing(authorities, out failure, out detail);
        if (SnpCertificates.TrySplit(item.Body, out var above) && above.Count == SnpCertificates.Max - 1) return [.. certificates, .. above];
        (failure, detail) = (AttestationFailure.CollateralMalformed, $"'{authorities}' is not two certificates.");
        return null;
    }

    private static List<ReadOnlyMemory<byte>>? Missing(CollateralKey key, out AttestationFailure failure, out string detail)
    {
        (failure, detail) = (AttestationFailure.CollateralMissing, $"'{key}' is neither in the evidence nor in the collateral. AMD's key distribution service has it.");
        return null;
    }

    private static SnpProduct? ProductOf(ReadOnlyMemory<byte> der)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
            return SnpLeaf.TryRead(certificate, out _)?.Product;
        }
        catch (CryptographicException)
        {
            return null; // The chain's check says what is wrong with it.
        }
    }

    private static string Id(SnpProduct product) => product switch
    {
        SnpProduct.Milan => "milan",
        SnpProduct.Genoa => "genoa",
        _ => "turin",
    };
}
