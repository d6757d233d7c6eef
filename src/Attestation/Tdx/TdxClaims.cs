using System.Collections.Immutable;
using System.Globalization;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Tdx.Pck;
using Cocoon.Attestation.Tdx.Quotes;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tdx;

/// <summary>What a valid TDX quote says of its trust domain and platform. Bytes and bits are in the quote's order.</summary>
public sealed record TdxClaims : EvidenceClaims
{
    internal TdxClaims(TdxQuote quote, PckChain chain, SgxExtension platform, HexBytes signedHash)
        : base(EvidenceKind.Tdx, new HexBytes(quote.Body.ReportData), signedHash)
    {
        var body = quote.Body;
        QuoteVersion = quote.Version;
        Measurements = Measure(body);
        Attributes = body.Attributes;
        Xfam = body.Xfam;
        TeeTcbSvn = new HexBytes(body.TeeTcbSvn);
        TeeTcbSvn2 = new HexBytes(body.TeeTcbSvn2);
        MrSeam = new HexBytes(body.MrSeam);
        MrSignerSeam = new HexBytes(body.MrSignerSeam);
        SeamAttributes = new HexBytes(body.SeamAttributes);
        QeSvn = quote.QeReport.IsvSvn;
        Authority = chain.Authority;
        Ppid = platform.Ppid;
        Fmspc = platform.Fmspc;
        PceId = platform.PceId;
        PceSvn = platform.PceSvn;
        ComponentSvns = new HexBytes(platform.ComponentSvns);
    }

    /// <summary>4 or 5.</summary>
    public int QuoteVersion { get; }

    /// <summary>
    /// "mrtd", "rtmr0" to "rtmr3", "mrconfigid", "mrowner", "mrownerconfig", and "mrservicetd" in a body of TDX 1.5; 48 bytes each.
    /// </summary>
    public ImmutableSortedDictionary<string, HexBytes> Measurements { get; }

    /// <summary>TD attributes; bit 0 is debug.</summary>
    public ulong Attributes { get; }

    /// <summary>Processor features that the TD may use.</summary>
    public ulong Xfam { get; }

    /// <summary>SVNs of TDX at the launch of the TD, 16 bytes.</summary>
    public HexBytes TeeTcbSvn { get; }

    /// <summary>SVNs of TDX now, 16 bytes; empty unless the body is of TDX 1.5.</summary>
    public HexBytes TeeTcbSvn2 { get; }

    /// <summary>Measurement of the TDX module, 48 bytes.</summary>
    public HexBytes MrSeam { get; }

    /// <summary>Signer of the TDX module, 48 bytes; zero for Intel.</summary>
    public HexBytes MrSignerSeam { get; }

    /// <summary>Attributes of the TDX module, 8 bytes.</summary>
    public HexBytes SeamAttributes { get; }

    /// <summary>SVN of the quoting enclave.</summary>
    public int QeSvn { get; }

    /// <summary>Which CRL is about the platform: "platform" or "processor".</summary>
    public string Authority { get; }

    /// <summary>Names the platform, 16 bytes.</summary>
    public HexBytes Ppid { get; }

    /// <summary>Names the family of platforms, and its TCB info; 6 bytes.</summary>
    public HexBytes Fmspc { get; }

    /// <summary>2 bytes.</summary>
    public HexBytes PceId { get; }

    /// <summary>SVN of the provisioning certification enclave.</summary>
    public int PceSvn { get; }

    /// <summary>SVNs of the platform's components, 16 bytes.</summary>
    public HexBytes ComponentSvns { get; }

    /// <summary>"tdx:" and the PPID.</summary>
    public override string HardwareId => $"tdx:{Ppid}";

    public override IEnumerable<KeyValuePair<string, string>> Values() =>
    [
        new("report-data", ReportData.ToString()),
        .. Measurements.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.ToString())),
        new("td-attributes", Attributes.ToString("x16", CultureInfo.InvariantCulture)),
        new("xfam", Xfam.ToString("x16", CultureInfo.InvariantCulture)),
        new("tee-tcb-svn", TeeTcbSvn.ToString()),
        new("tee-tcb-svn-2", TeeTcbSvn2.ToString()),
        new("mrseam", MrSeam.ToString()),
        new("mrsignerseam", MrSignerSeam.ToString()),
        new("seam-attributes", SeamAttributes.ToString()),
        new("qe-svn", QeSvn.ToString(CultureInfo.InvariantCulture)),
        new("ppid", Ppid.ToString()),
        new("fmspc", Fmspc.ToString()),
        new("pce-id", PceId.ToString()),
        new("pce-svn", PceSvn.ToString(CultureInfo.InvariantCulture)),
        new("component-svns", ComponentSvns.ToString()),
        new("quote-version", QuoteVersion.ToString(CultureInfo.InvariantCulture)),
        new("pck-authority", Authority),
    ];

    private static ImmutableSortedDictionary<string, HexBytes> Measure(TdReport body)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, HexBytes>(StringComparer.Ordinal);
        all["mrtd"] = new HexBytes(body.MrTd);
        for (var i = 0; i < 4; i++) all[$"rtmr{i}"] = new HexBytes(body.Rtmr(i));
        all["mrconfigid"] = new HexBytes(body.MrConfigId);
        all["mrowner"] = new HexBytes(body.MrOwner);
        all["mrownerconfig"] = new HexBytes(body.MrOwnerConfig);
        if (body.IsTdx15) all["mrservicetd"] = new HexBytes(body.MrServiceTd);
        return all.ToImmutable();
    }
}
