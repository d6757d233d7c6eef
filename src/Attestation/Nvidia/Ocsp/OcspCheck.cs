using System.Security.Cryptography;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Nvidia.Chains;

namespace Cocoon.Attestation.Nvidia.Ocsp;

/// <summary>Asks the collateral's OCSP answers about each certificate of a good chain below its root.</summary>
internal static class OcspCheck
{
    /// <summary>How far a responder's clock may be ahead of ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static OcspVerdict Run(P384Chain chain, AppraisalContext context, GpuPolicy policy)
    {
        var (notAfter, isHeld, answered) = (DateTimeOffset.MaxValue, false, 0);
        for (var i = 0; i < chain.Links.Count - 1; i++)
        {
            var link = chain.Links[i];
            var item = context.Collateral.Find(CollateralKind.OcspAnswer, link.Hash.ToString());
            var end = DateTimeOffset.MaxValue;
            OcspEntry? entry = null;
            var refusal = item is null
                ? new Refusal(AttestationFailure.OcspUnavailable, $"'{link.CommonName}' needs an answer under {new CollateralKey(CollateralKind.OcspAnswer, link.Hash.ToString())}.")
                : Read(item, chain, i, context.At, policy, out entry, out end);
            if (!refusal.IsNone && policy.RequireOcsp) return new OcspVerdict(refusal, false, false, DateTimeOffset.MaxValue, refusal.Detail);
            // Whoever brings the collateral could as well leave out an answer that does not hold.
            if (!refusal.IsNone) continue;
            if (entry!.Status == OcspStatus.Revoked || (entry.Status == OcspStatus.Hold && !policy.AllowCertificateHold)) return Revoked(entry.Status, link.CommonName);
            isHeld |= entry.Status == OcspStatus.Hold;
            notAfter = end < notAfter ? end : notAfter;
            answered++;
        }
        return new OcspVerdict(default, false, isHeld, notAfter, $"{answered} of {chain.Links.Count - 1} certificates have an answer{(isHeld ? "; one is on hold" : "")}.");
    }

    private static Refusal Read(CollateralItem item, P384Chain chain, int index, DateTimeOffset at, GpuPolicy policy, out OcspEntry? entry, out DateTimeOffset end)
    {
        (entry, end) = (null, default);
        var name = chain.Links[index].CommonName;
        if (OcspAnswer.TryParse(item.Body) is not { } answer) return new Refusal(AttestationFailure.CollateralMalformed, $"The answer about '{name}' is not a successful OCSP answer in DER.");
        if (!OcspResponder.Signed(answer, [.. chain.Links.Skip(index + 1)], at, out var responder)) return new Refusal(AttestationFailure.OcspUnavailable, $"The answer about '{name}' is not signed by its issuer or a responder of it.");
        var issuer = chain.Links[index + 1];
        entry = answer.Entries.Where(one => one.Serial == chain.Links[index].Serial && IsOf(issuer, one)).MaxBy(one => one.ThisUpdate);
        if (entry is null) return new Refusal(AttestationFailure.OcspUnavailable, $"The answer is not about '{name}'.");
        // A certificate that is revoked for good stays so, however old the answer.
        end = DateTimeOffset.MaxValue;
        if (entry.Status == OcspStatus.Revoked) return default;
        if (entry.Status == OcspStatus.Unknown) return new Refusal(AttestationFailure.OcspUnavailable, $"The responder does not know '{name}'.");
        if (entry.ThisUpdate > at + Skew) return new Refusal(AttestationFailure.OcspUnavailable, $"The answer about '{name}' begins at {entry.ThisUpdate:u}.");
        end = new[] { entry.NextUpdate ?? DateTimeOffset.MaxValue, Later(entry.ThisUpdate, policy.MaxOcspAge), responder.NotAfter }.Min();
        return at >= end ? new Refusal(AttestationFailure.OcspUnavailable, $"The answer about '{name}' ended at {end:u}.") : default;
    }

    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan by) => by < DateTimeOffset.MaxValue - time ? time + by : DateTimeOffset.MaxValue;

    private static bool IsOf(ChainLink issuer, OcspEntry entry) =>
        Digest(entry.HashOid, issuer.Subject) is { } name && name.AsSpan().SequenceEqual(entry.IssuerName)
        && Digest(entry.HashOid, issuer.KeyBits) is { } key && key.AsSpan().SequenceEqual(entry.IssuerKey);

    // SHA-1 only finds the issuer here, as RFC 6960 has it; what is found has been signed with more.
#pragma warning disable CA5350
    private static byte[]? Digest(string oid, byte[] data) => oid switch
    {
        "1.3.14.3.2.26" => SHA1.HashData(data),
        "2.16.840.1.101.3.4.2.1" => SHA256.HashData(data),
        "2.16.840.1.101.3.4.2.2" => SHA384.HashData(data),
        _ => null,
    };
#pragma warning restore CA5350

    private static OcspVerdict Revoked(OcspStatus status, string name)
    {
        var detail = $"NVIDIA {(status == OcspStatus.Hold ? "put on hold" : "revoked")} '{name}'.";
        return new OcspVerdict(new Refusal(AttestationFailure.GpuRevoked, detail), true, false, DateTimeOffset.MaxValue, detail);
    }
}
