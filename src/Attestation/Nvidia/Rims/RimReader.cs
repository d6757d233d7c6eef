using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Xml;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Nvidia.Chains;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia.Rims;

/// <summary>
/// Reads reference values: SWID tags (ISO/IEC 19770-2) after TCG's information model, and keeps those whose signature and chain hold,
/// as long as the document itself is kept: bytes
/// around the signature are anybody's to change, so they are no key. The chain's dates are looked at each time. Thread-safe.
/// </summary>
internal sealed class RimReader(P384Chains chains)
{
    private const string SwidNamespace = "http://standards.iso.org/iso/19770/-2/2015/schema.xsd";
    private const string HashNamespace = "http://www.w3.org/2001/04/xmlenc#sha384";
    private const int MaxIndex = byte.MaxValue;
    private const int MaxAlternatives = 1_024;

    private readonly ConditionalWeakTable<CollateralItem, Rim> _good = [];

    public bool TryRead(CollateralItem item, DateTimeOffset at, [NotNullWhen(true)] out Rim? rim, out Refusal refusal)
    {
        refusal = default;
        if (!_good.TryGetValue(item, out rim) && !TryReadCold(item, at, out rim, out refusal)) return false;
        refusal = rim.Chain.Window.Check(at);
        return refusal.IsNone;
    }

    private bool TryReadCold(CollateralItem item, DateTimeOffset at, [NotNullWhen(true)] out Rim? rim, out Refusal refusal)
    {
        rim = null;
        refusal = new Refusal(AttestationFailure.CollateralMalformed, "It is not a SWID tag in XML without DTD, within bounds.");
        if (RimXml.TryLoad(item.Body) is not { } document || !Is(document.DocumentElement!, "SoftwareIdentity")) return false;
        refusal = new Refusal(AttestationFailure.RimSignature, "It must have one enveloped signature with its certificates.");
        if (RimSignature.Find(document) is not { } signature || signature.Certificates() is not { } ders) return false;
        if (!chains.TryCheck(ders, at, out var chain, out refusal)) return false;
        refusal = new Refusal(AttestationFailure.RimSignature, "The signature does not hold, or is not ECDSA with SHA-384 over the whole document.");
        if (!signature.Verify(chain.Leaf.Key)) return false;
        refusal = new Refusal(AttestationFailure.CollateralMalformed, "The tag has not one Meta and one Payload with measurements.");
        if (Read(document.DocumentElement!, chain) is not { } read) return false;
        (rim, refusal) = (read, default);
        _good.AddOrUpdate(item, read);
        return true;
    }

    private static Rim? Read(XmlElement root, P384Chain chain)
    {
        var children = root.ChildNodes.OfType<XmlElement>().ToArray();
        if (children.Where(child => Is(child, "Meta")).ToArray() is not [var meta] || children.Where(child => Is(child, "Payload")).ToArray() is not [var payload]) return null;
        var values = ImmutableSortedDictionary.CreateBuilder<int, GoldenValue>();
        foreach (var resource in payload.ChildNodes.OfType<XmlElement>())
        {
            if (!Is(resource, "Resource") || resource.GetAttribute("type") != "Measurement") return null;
            if (!TryNumber(resource, "index", MaxIndex, out var index) || ReadValue(resource) is not { } value || !values.TryAdd(index, value)) return null;
        }
        return values.Count > 0 ? new Rim(meta.GetAttribute("colloquialVersion"), meta.GetAttribute("product"), values.ToImmutable(), chain) : null;
    }

    private static GoldenValue? ReadValue(XmlElement resource)
    {
        if (!TryNumber(resource, "alternatives", MaxAlternatives, out var alternatives) || alternatives == 0) return null;
        var isActive = resource.GetAttribute("active");
        if (isActive is not ("True" or "False")) return null;
        var allowed = ImmutableArray.CreateBuilder<HexBytes>(alternatives);
        for (var i = 0; i < alternatives; i++)
        {
            if (!HexBytes.TryParse(resource.GetAttribute(string.Create(CultureInfo.InvariantCulture, $"Hash{i}"), HashNamespace), out var hash) || hash.Length != SHA384.HashSizeInBytes) return null;
            allowed.Add(hash);
        }
        return new GoldenValue(isActive == "True", allowed.MoveToImmutable());
    }

    private static bool TryNumber(XmlElement element, string name, int max, out int number) =>
        int.TryParse(element.GetAttribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= max;

    private static bool Is(XmlElement element, string name) => element.NamespaceURI == SwidNamespace && element.LocalName == name;
}
