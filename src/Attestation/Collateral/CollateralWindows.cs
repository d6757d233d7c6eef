using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.SevSnp;
using Cocoon.Attestation.Tdx.Collateral;
using Cocoon.Attestation.Tdx.Tcb;
using Cocoon.Attestation.Tokens;

namespace Cocoon.Attestation.Collateral;

/// <summary>
/// Reads windows, and thereby tells documents from error pages. Signatures are the verifiers' to check: only they know the
/// keys.
/// </summary>
internal static class CollateralWindows
{
    /// <returns>Null when the bytes are no such document. Never throws.</returns>
    public static CollateralWindow? TryRead(CollateralItem item, DateTimeOffset now, CollateralOptions options)
    {
        switch (item.Key.Kind)
        {
            case CollateralKind.TdxTcbInfo:
                if (SignedJson.TryParse(item.Body, "tcbInfo") is not { } tcb || !TcbInfoParser.TryParse(tcb.Document, out var info, out _)) return null;
                return Convert.ToHexStringLower(info.Fmspc) == item.Key.Id ? new CollateralWindow(info.IssueDate, info.NextUpdate, info.EvaluationNumber, true) : null;
            case CollateralKind.TdxQeIdentity:
                if (SignedJson.TryParse(item.Body, "enclaveIdentity") is not { } signed || !QeIdentityParser.TryParse(signed.Document, out var qe, out _)) return null;
                return new CollateralWindow(qe.IssueDate, qe.NextUpdate, qe.EvaluationNumber, true);
            case CollateralKind.IntelRootCrl or CollateralKind.IntelPckCrl or CollateralKind.SnpCrl:
                return RevocationList.TryParse(item.Body) is { } list ? new CollateralWindow(list.ThisUpdate, list.NextUpdate, list.Number, true) : null;
            case CollateralKind.TcbSigningChain or CollateralKind.SnpAuthorities or CollateralKind.SnpLeaf:
                return OfCertificates(item.Body);
            case CollateralKind.OcspAnswer:
                return OcspWindow.TryRead(item.Body, now, options.KeySetAge);
            case CollateralKind.JsonWebKeys:
                return JsonWebKeySet.TryParse(item.Body.Span, out var keys, out _) && keys.Count > 0 ? Aged(now, options.KeySetAge) : null;
            case CollateralKind.GpuRim:
                return item.Body.Span.IndexOf("<"u8) >= 0 ? Aged(now, options.RimAge) : null;
            default:
                return null;
        }
    }

    private static CollateralWindow Aged(DateTimeOffset now, TimeSpan age) => new(now, now + age, BigInteger.Zero, false);

    private static CollateralWindow? OfCertificates(ReadOnlyMemory<byte> body)
    {
        if (!SnpCertificates.TrySplit(body, out var ders) || ders.Count == 0) return null;
        List<X509Certificate2> chain = [];
        try
        {
            foreach (var der in ders) chain.Add(X509CertificateLoader.LoadCertificate(der.Span));
            var window = ValidityWindow.Of(chain);
            return new CollateralWindow(window.NotBefore, window.NotAfter, BigInteger.Zero, false);
        }
        catch (CryptographicException)
        {
            return null;
        }
        finally
        {
            chain.ForEach(certificate => certificate.Dispose());
        }
    }
}
