using System.Formats.Asn1;
using System.Security.Cryptography;
using Cocoon.Attestation.Nvidia.Chains;

namespace Cocoon.Attestation.Nvidia.Ocsp;

/// <summary>Asks a responder about one certificate (RFC 6960, section 4.1), without nonce or signature, so that answers can be kept.</summary>
internal static class OcspRequest
{
    private const string Sha384Oid = "2.16.840.1.101.3.4.2.2";

    public static byte[] Of(ChainLink certificate, ChainLink issuer)
    {
        var der = new AsnWriter(AsnEncodingRules.DER);
        // OCSPRequest, TBSRequest, requestList, Request, CertID
        using (der.PushSequence())
        using (der.PushSequence())
        using (der.PushSequence())
        using (der.PushSequence())
        using (der.PushSequence())
        {
            using (der.PushSequence()) der.WriteObjectIdentifier(Sha384Oid);
            der.WriteOctetString(SHA384.HashData(issuer.Subject));
            der.WriteOctetString(SHA384.HashData(issuer.KeyBits));
            der.WriteInteger(certificate.Serial);
        }
        return der.Encode();
    }
}
