using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Tests.SevSnp;

namespace Cocoon.Attestation.Tests.Certificates;

/// <summary>Lists signed by RSA-PSS as AMD's are; those of ECDSA are tested with Intel's.</summary>
public sealed class RevocationListTests
{
    private static readonly SnpHierarchy Hierarchy = SnpHierarchy.Shared;
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Der = Hierarchy.Crl(From, From.AddDays(30), Hierarchy.Ask);

    [Fact]
    public void A_list_of_RSA_PSS_is_read()
    {
        var list = RevocationList.TryParse(Der)!;

        (list.ThisUpdate, list.NextUpdate, list.Count, (int)list.Number).Should().Be((From, From.AddDays(30), 1, 7));
        list.IsSignedBy(Hierarchy.Ark).Should().BeTrue();
        list.Contains(Hierarchy.Ask).Should().BeTrue();
        list.Contains(Hierarchy.Asvk).Should().BeFalse();
    }

    [Fact]
    public void Another_issuer_and_another_key_of_the_same_name_did_not_sign_it()
    {
        var list = RevocationList.TryParse(Der)!;

        list.IsSignedBy(Hierarchy.Ask).Should().BeFalse();
        list.IsSignedBy(SnpHierarchy.Impostor.Ark).Should().BeFalse();
    }

    [Fact]
    public void No_byte_can_be_changed()
    {
        for (var offset = 0; offset < Der.Length; offset += 3)
        {
            var altered = Der.ToArray();
            altered[offset] ^= 0x20;
            if (RevocationList.TryParse(altered) is { } list) list.IsSignedBy(Hierarchy.Ark).Should().BeFalse("byte {0} was changed", offset);
        }
    }

    [Fact]
    public void A_list_cut_short_or_with_something_after_it_is_not_read()
    {
        for (var length = 0; length < Der.Length; length += 9) RevocationList.TryParse(Der.AsMemory(0, length)).Should().BeNull();
        RevocationList.TryParse((byte[])[.. Der, 0]).Should().BeNull();
    }

    [Fact]
    public void A_list_signed_with_another_hash_is_refused()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Small", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var issuer = request.CreateSelfSigned(From, From.AddYears(1));
        var der = new CertificateRevocationListBuilder().Build(issuer, 1, From.AddDays(9), HashAlgorithmName.SHA256, RSASignaturePadding.Pss, From);

        RevocationList.TryParse(der)!.IsSignedBy(issuer).Should().BeFalse();
    }
}
