using System.Formats.Asn1;
using System.Numerics;

namespace Cocoon.Attestation.Collateral;

/// <summary>Reads when an OCSP answer (RFC 6960, section 4.2.1) was made and until when it counts.</summary>
internal static class OcspWindow
{
    private const string Basic = "1.3.6.1.5.5.7.48.1.1";
    private static readonly Asn1Tag First = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <param name="der">The answer.</param>
    /// <param name="now">Clock.</param>
    /// <param name="otherwise">Life of an answer that does not say until when it counts.</param>
    /// <returns>Null when it is not a successful answer about one certificate. Never throws.</returns>
    public static CollateralWindow? TryRead(ReadOnlyMemory<byte> der, DateTimeOffset now, TimeSpan otherwise)
    {
        try
        {
            var whole = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            if (whole.ReadEnumeratedBytes().Span is not [0]) return null;
            var bytes = whole.ReadSequence(First).ReadSequence();
            if (bytes.ReadObjectIdentifier() != Basic) return null;
            var data = new AsnReader(bytes.ReadOctetString(), AsnEncodingRules.DER).ReadSequence().ReadSequence();
            if (data.PeekTag() == First) data.ReadEncodedValue(); // version
            data.ReadEncodedValue();                              // responder
            data.ReadGeneralizedTime();                           // produced at
            var responses = data.ReadSequence();
            var single = responses.ReadSequence();
            if (responses.HasData) return null;
            single.ReadSequence();                                // certificate asked for
            single.ReadEncodedValue();                            // its status
            var from = single.ReadGeneralizedTime();
            var until = single.HasData && single.PeekTag() == First ? single.ReadSequence(First).ReadGeneralizedTime() : now + otherwise;
            return new CollateralWindow(from, until, BigInteger.Zero, true);
        }
        catch (Exception e) when (e is AsnContentException or InvalidOperationException)
        {
            return null;
        }
    }
}
