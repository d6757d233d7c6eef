using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Xml;
using Cocoon.Attestation.Nvidia.Chains;

namespace Cocoon.Attestation.Nvidia.Rims;

/// <summary>
/// The one form of XML signature that NVIDIA uses (XML-DSig, RFC 3275 and RFC 4051): enveloped, over the whole document, SHA-384 with
/// ECDSA. Everything else is refused, so nothing but what was signed can be read afterwards. The canonical form is the
/// library's; SignedXml itself knows neither this algorithm nor canonical XML 1.1, and could only be taught for the whole process.
/// </summary>
internal sealed class RimSignature
{
    public const string Namespace = "http://www.w3.org/2000/09/xmldsig#";
    private const string Xmlns = "http://www.w3.org/2000/xmlns/";
    private const string Enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    private const string EcdsaSha384 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384";
    private const string Sha384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";
    private const int MaxCertificates = 6;

    private readonly XmlElement _element;
    private readonly XmlElement _signedInfo;

    private RimSignature(XmlElement element, XmlElement signedInfo) => (_element, _signedInfo) = (element, signedInfo);

    private delegate Transform Canonicalisation();

    /// <returns>The document's only signature, a child of its root; null when there is none, or more than one anywhere.</returns>
    public static RimSignature? Find(XmlDocument document)
    {
        var all = document.GetElementsByTagName("Signature", Namespace);
        return all.Count == 1 && all[0] is XmlElement element && element.ParentNode == document.DocumentElement && Only(element, "SignedInfo") is { } info ? new RimSignature(element, info) : null;
    }

    /// <returns>The certificates inside, DER, in order; null when they cannot be read.</returns>
    public byte[][]? Certificates()
    {
        if (Only(_element, "KeyInfo") is not { } keys || Only(keys, "X509Data") is not { } data) return null;
        var texts = Elements(data).Where(element => Is(element, "X509Certificate")).Select(element => element.InnerText).ToArray();
        if (texts.Length is < 2 or > MaxCertificates) return null;
        var ders = texts.Select(Base64).ToArray();
        return ders.All(der => der.Length > 0) ? ders : null;
    }

    /// <summary>
    /// Whether <paramref name="key"/> signed the whole document. Takes the signature out of the document: what remains is what was
    /// signed. Never throws.
    /// </summary>
    public bool Verify(P384Key key)
    {
        if (!TryReadForm(out var info, out var content, out var digest) || Only(_element, "SignatureValue") is not { } value) return false;
        try
        {
            var document = _element.OwnerDocument;
            var signed = Canonical(info, Apart(_signedInfo));
            _element.ParentNode!.RemoveChild(_element);
            return SHA384.HashData(Canonical(content, document)).AsSpan().SequenceEqual(digest) && key.Verify(signed, Base64(value.InnerText));
        }
        catch (Exception e) when (e is CryptographicException or XmlException or ArgumentException)
        {
            return false;
        }
    }

    private bool TryReadForm(out Canonicalisation info, out Canonicalisation content, out byte[] digest)
    {
        (info, content, digest) = (static () => new XmlDsigC14NTransform(), static () => new XmlDsigC14NTransform(), []);
        if (Elements(_signedInfo) is not [var method, var signature, var reference] || !Is(method, "CanonicalizationMethod") || !Is(signature, "SignatureMethod") || !Is(reference, "Reference")) return false;
        if (Algorithm(signature) != EcdsaSha384 || Canonicaliser(method) is not { } infoForm) return false;
        var uri = reference.GetAttributeNode("URI");
        if (uri is not { Value: "" } || reference.Attributes.Count != 1) return false;
        if (Elements(reference) is not [var transforms, var digestMethod, var digestValue] || !Is(transforms, "Transforms") || !Is(digestMethod, "DigestMethod") || !Is(digestValue, "DigestValue")) return false;
        if (Elements(transforms) is not [var first, var second] || !Is(first, "Transform") || !Is(second, "Transform")) return false;
        if (Algorithm(first) != Enveloped || Canonicaliser(second) is not { } contentForm || Algorithm(digestMethod) != Sha384) return false;
        (info, content, digest) = (infoForm, contentForm, Base64(digestValue.InnerText));
        return true;
    }

    /// <summary>Canonical XML 1.1 differs from 1.0 only where "xml:" attributes are inherited, and <see cref="RimXml"/> lets none in.</summary>
    private static Canonicalisation? Canonicaliser(XmlElement element) => Algorithm(element) switch
    {
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315" or "http://www.w3.org/2006/12/xml-c14n11" => static () => new XmlDsigC14NTransform(),
        "http://www.w3.org/2001/10/xml-exc-c14n#" => static () => new XmlDsigExcC14NTransform(),
        _ => null,
    };

    private static byte[] Canonical(Canonicalisation form, XmlDocument document)
    {
        var transform = form();
        transform.Resolver = null;
        transform.LoadInput(document);
        using var stream = (Stream)transform.GetOutput(typeof(Stream));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>An element as a document of its own, in the namespaces that it stands in.</summary>
    private static XmlDocument Apart(XmlElement element)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        var copy = (XmlElement)document.ImportNode(element, deep: true);
        document.AppendChild(copy);
        for (var around = element.ParentNode as XmlElement; around is not null; around = around.ParentNode as XmlElement)
        {
            foreach (XmlAttribute attribute in around.Attributes)
                if (attribute.NamespaceURI == Xmlns && !copy.HasAttribute(attribute.Name)) copy.SetAttributeNode((XmlAttribute)document.ImportNode(attribute, deep: true));
        }
        return document;
    }

    private static XmlElement[] Elements(XmlElement parent) => [.. parent.ChildNodes.OfType<XmlElement>()];

    private static XmlElement? Only(XmlElement parent, string name) => Elements(parent).Where(element => Is(element, name)).ToArray() is [var one] ? one : null;

    private static bool Is(XmlElement element, string name) => element.NamespaceURI == Namespace && element.LocalName == name;

    /// <summary>The algorithm of an element that says nothing else.</summary>
    private static string Algorithm(XmlElement element) => element.Attributes.Count == 1 && Elements(element).Length == 0 ? element.GetAttribute("Algorithm") : "";

    private static byte[] Base64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : [];
    }
}
