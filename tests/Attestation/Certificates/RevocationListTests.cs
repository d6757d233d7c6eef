using System.Formats.Asn1;
using System.Numerics;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Tests.Tdx.Authority;

namespace Cocoon.Attestation.Tests.Certificates;

public sealed class RevocationListTests : IDisposable
{
    private readonly IntelLikeAuthority _authority = new();

    [Fact]
    public void A_list_says_whom_it_revokes_and_when_it_counts()
    {
        var list = RevocationList.TryParse(IntelLikeAuthority.Crl(_authority.Root, [_authority.Platform], number: 7))!;

        (list.Contains(_authority.Platform), list.Contains(_authority.Processor), list.Count, list.Number).Should().Be((true, false, 1, new BigInteger(7)));
        list.Contains((byte[])[0, .. _authority.Platform.SerialNumberBytes.Span]).Should().BeTrue("leading zeros change no number");
        list.ThisUpdate.Should().Be(IntelLikeAuthority.Now.AddDays(-1));
        list.NextUpdate.Should().Be(IntelLikeAuthority.Now.AddDays(29));
        (list.IsSignedBy(_authority.Root), list.IsSignedBy(_authority.Platform)).Should().Be((true, false));
    }

    [Fact]
    public void A_list_with_a_critical_extension_that_is_not_known_is_not_read()
    {
        var good = IntelLikeAuthority.Crl(_authority.Root);

        RevocationList.TryParse(WithExtension(good, critical: false)).Should().NotBeNull();
        RevocationList.TryParse(WithExtension(good, critical: true)).Should().BeNull();
    }

    [Fact]
    public void Bytes_that_are_no_list_are_not_read()
    {
        var good = IntelLikeAuthority.Crl(_authority.Root, [_authority.Platform]);

        for (var length = 0; length < good.Length; length++) RevocationList.TryParse(good.AsMemory(0, length)).Should().BeNull("it was cut after {0} bytes", length);
        RevocationList.TryParse((byte[])[.. good, 0]).Should().BeNull();
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            var damaged = good.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            if (RevocationList.TryParse(damaged) is { } list) list.IsSignedBy(_authority.Root).Should().BeFalse("bit {0} was flipped", bit);
        }
    }

    public void Dispose() => _authority.Dispose();

    /// <summary>Puts one more extension, of an identifier of no meaning, in front of a list's own.</summary>
    private static byte[] WithExtension(byte[] crl, bool critical)
    {
        var body = new AsnReader(crl, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                var extensions = new Asn1Tag(TagClass.ContextSpecific, 0);
                while (body.HasData && !body.PeekTag().HasSameClassAndValue(extensions)) writer.WriteEncodedValue(body.ReadEncodedValue().Span);
                using (writer.PushSequence(extensions))
                using (writer.PushSequence())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.3.6.1.4.1.99999.1");
                    if (critical) writer.WriteBoolean(true);
                    writer.WriteOctetString([5, 0]);
                }
            }
            using (writer.PushSequence()) writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
            writer.WriteBitString(new byte[8]);
        }
        return writer.Encode();
    }
}
