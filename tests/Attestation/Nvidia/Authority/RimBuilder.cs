using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using Cocoon.Attestation.Collateral;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tests.Nvidia.Authority;

/// <summary>Writes reference values as NVIDIA does: a SWID tag with an enveloped signature.</summary>
internal sealed class RimBuilder(IReadOnlyList<GpuIdentity> chain)
{
    private const string Swid = "http://standards.iso.org/iso/19770/-2/2015/schema.xsd";
    private const string Hash = "http://www.w3.org/2001/04/xmlenc#sha384";
    private const string C14n11 = "http://www.w3.org/2006/12/xml-c14n11";
    private const string C14n10 = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

    public required string Id { get; init; }

    public required string Version { get; init; }

    public string Product { get; init; } = "GH100";

    /// <summary>Active values by index from 0; all other indices below 64 are listed as not active.</summary>
    public SortedDictionary<int, byte[][]> Values { get; } = [];

    /// <summary>Put in front of the root element, or into its payload.</summary>
    public string Before { get; init; } = "";

    /// <inheritdoc cref="Before"/>
    public string InPayload { get; init; } = "";

    public string Canonical { get; init; } = C14n11;

    public string ReferenceUri { get; init; } = "";

    public string SignatureMethod { get; init; } = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384";

    public string ExtraTransform { get; init; } = "";

    public CollateralItem Item(Func<string, string>? change = null) => new(new CollateralKey(CollateralKind.GpuRim, Id), Encoding.UTF8.GetBytes(change is null ? Build() : change(Build())));

    public string Build()
    {
        var (open, close) = (Tag(), "</SoftwareIdentity>");
        var digest = Convert.ToBase64String(SHA384.HashData(Canonicalise(Before + open + "\n" + close)));
        var info = SignedInfo(digest);
        // What is in scope at the signature, in the order that canonical XML has: default namespace first, then by prefix.
        var scoped = info.Replace("<ds:SignedInfo>", $"""<ds:SignedInfo xmlns="{Swid}" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:h="{Hash}">""", StringComparison.Ordinal);
        var signature = Convert.ToBase64String(chain[0].Key.SignData(Canonicalise(scoped), HashAlgorithmName.SHA384));
        var certificates = string.Concat(chain.Select(one => $"<ds:X509Certificate>{Convert.ToBase64String(one.Certificate.RawData, Base64FormattingOptions.InsertLineBreaks)}</ds:X509Certificate>"));
        return $"""{Before}{open}<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">{info}<ds:SignatureValue>{signature}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>{certificates}</ds:X509Data></ds:KeyInfo></ds:Signature>{"\n"}{close}""";
    }

    private string Tag()
    {
        var resources = Enumerable.Range(0, 64).Select(index => Values.TryGetValue(index, out var values) ? Resource(index, true, values) : Resource(index, false, [new byte[48]]));
        return $"""<SoftwareIdentity xmlns="{Swid}" xmlns:h="{Hash}" name="{Product}" version="1.0">{"\n"}<Meta colloquialVersion="{Version}" product="{Product}" edition="GPU"/><Payload>{string.Concat(resources)}{InPayload}</Payload>""";
    }

    private static string Resource(int index, bool isActive, byte[][] values) =>
        $"""<Resource type="Measurement" index="{index}" active="{isActive}" alternatives="{values.Length}" {string.Join(' ', values.Select((value, i) => $"h:Hash{i}=\"{new HexBytes(value)}\""))} name="Measurement_{index}" size="48"/>""";

    private string SignedInfo(string digest) =>
        $"""<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{Canonical}"/><ds:SignatureMethod Algorithm="{SignatureMethod}"/><ds:Reference URI="{ReferenceUri}"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>{ExtraTransform}<ds:Transform Algorithm="{Canonical}"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#sha384"/><ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>""";

    private byte[] Canonicalise(string xml)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(xml);
        Transform transform = Canonical is C14n10 or C14n11 ? new XmlDsigC14NTransform() : new XmlDsigExcC14NTransform();
        transform.LoadInput(document);
        using var stream = (Stream)transform.GetOutput(typeof(Stream));
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
