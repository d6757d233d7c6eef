using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Certificates;

/// <summary>Checks a chain of certificates up to a root whose public key is pinned. Nothing is downloaded.</summary>
internal static class CertificatePath
{
    /// <summary>Checks signatures, names, CA flags and dates of a whole chain.</summary>
    /// <param name="chain">Leaf first, root last.</param>
    /// <param name="pin">Whether the root's key is the vendor's.</param>
    /// <param name="at">Time of the verdict.</param>
    /// <param name="broken">What to call a chain that does not hold together.</param>
    public static AttestationFailure Check(IReadOnlyList<X509Certificate2> chain, RootPin pin, DateTimeOffset at, AttestationFailure broken)
    {
        if (!pin.Matches(chain[^1])) return pin.Failure;
        using var builder = new X509Chain();
        var policy = builder.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.Add(chain[^1]);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.VerificationTime = at.UtcDateTime;
        policy.DisableCertificateDownloads = true;
        foreach (var authority in chain.Skip(1).SkipLast(1)) policy.ExtraStore.Add(authority);
        try
        {
            var holds = builder.Build(chain[0]);
            // The chain found must be the one shown: an intermediate of the same name is not enough.
            var isSame = builder.ChainElements.Count == chain.Count && chain.Zip(builder.ChainElements).All(pair => pair.First.RawDataMemory.Span.SequenceEqual(pair.Second.Certificate.RawDataMemory.Span));
            return holds && isSame ? AttestationFailure.None : WhyNot(chain, at, broken);
        }
        catch (CryptographicException)
        {
            return broken;
        }
        finally
        {
            foreach (var element in builder.ChainElements) element.Certificate.Dispose();
        }
    }

    private static AttestationFailure WhyNot(IReadOnlyList<X509Certificate2> chain, DateTimeOffset at, AttestationFailure broken)
    {
        if (chain.Any(certificate => at.UtcDateTime >= certificate.NotAfter.ToUniversalTime())) return AttestationFailure.CertificateExpired;
        return chain.Any(certificate => at.UtcDateTime < certificate.NotBefore.ToUniversalTime()) ? AttestationFailure.CertificateNotYetValid : broken;
    }
}
