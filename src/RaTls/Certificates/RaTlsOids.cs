namespace Cocoon.RaTls.Certificates;

/// <summary>Object identifiers of certificate extensions.</summary>
internal static class RaTlsOids
{
    /// <summary>Evidence: an encoded EvidenceBundle here, a TDX quote in COCOON's own certificates.</summary>
    public const string Evidence = "1.3.6.1.4.1.12345.1";

    /// <summary>COCOON's user claims. They are not bound to its quote, so nothing is read from them.</summary>
    public const string CocoonClaims = "1.3.6.1.4.1.12345.2";

    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAlternativeName = "2.5.29.17";
    public const string BasicConstraints = "2.5.29.19";
    public const string AuthorityKeyIdentifier = "2.5.29.35";
    public const string ExtendedKeyUsage = "2.5.29.37";
}
