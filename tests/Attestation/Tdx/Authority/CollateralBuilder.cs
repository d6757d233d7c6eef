using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Cocoon.Attestation.Collateral;

namespace Cocoon.Attestation.Tests.Tdx.Authority;

/// <summary>Makes the collateral of an authority of ours, good unless a knob is turned.</summary>
internal sealed class CollateralBuilder(IntelLikeAuthority authority)
{
    private const string Zeros48 = "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>Changes the TCB info before it is signed.</summary>
    public Action<JsonObject> TcbInfo { get; init; } = _ => { };

    /// <summary>Changes the text of the TCB info before it is signed.</summary>
    public Func<string, string> TcbInfoText { get; init; } = text => text;

    /// <summary>Changes the QE identity before it is signed.</summary>
    public Action<JsonObject> QeIdentity { get; init; } = _ => { };

    /// <summary>Changes the answer with the TCB info after it is signed.</summary>
    public Func<string, string> TcbInfoAnswer { get; init; } = text => text;

    public byte[]? RootCrl { get; init; }

    public byte[]? PckCrl { get; init; }

    public X509Certificate2? Signer { get; init; }

    public CollateralSnapshot Build()
    {
        var info = Info();
        TcbInfo(info);
        var identity = Identity();
        QeIdentity(identity);
        var signer = Signer ?? authority.TcbSigner;
        return new CollateralSnapshot(
        [
            Item(CollateralKind.TdxTcbInfo, "90c06f000000", TcbInfoAnswer(Sign("tcbInfo", TcbInfoText(info.ToJsonString()), signer))),
            Item(CollateralKind.TdxQeIdentity, "", Sign("enclaveIdentity", identity.ToJsonString(), signer)),
            Item(CollateralKind.TcbSigningChain, "", signer.ExportCertificatePem() + "\n" + authority.Root.ExportCertificatePem() + "\n"),
            Item(CollateralKind.IntelRootCrl, "", RootCrl ?? IntelLikeAuthority.Crl(authority.Root)),
            Item(CollateralKind.IntelPckCrl, "platform", PckCrl ?? IntelLikeAuthority.Crl(authority.Platform)),
            Item(CollateralKind.IntelPckCrl, "processor", IntelLikeAuthority.Crl(authority.Processor)),
        ]);
    }

    /// <summary>A level with these first SVNs: SGX component 1, TDX component 3 (late microcode) and the PCE's.</summary>
    public static JsonObject Level(int sgx, int tdx, int pce, string status, string date, params string[] advisories) => new()
    {
        ["tcb"] = new JsonObject { ["sgxtcbcomponents"] = Components(sgx, 0), ["pcesvn"] = pce, ["tdxtcbcomponents"] = Components(0, tdx) },
        ["tcbDate"] = date,
        ["tcbStatus"] = status,
        ["advisoryIDs"] = new JsonArray([.. advisories.Select(advisory => (JsonNode)advisory)]),
    };

    public static JsonObject SvnLevel(int svn, string status, params string[] advisories) => new()
    {
        ["tcb"] = new JsonObject { ["isvsvn"] = svn },
        ["tcbDate"] = "2025-03-01T00:00:00Z",
        ["tcbStatus"] = status,
        ["advisoryIDs"] = new JsonArray([.. advisories.Select(advisory => (JsonNode)advisory)]),
    };

    private static JsonObject Info() => new()
    {
        ["id"] = "TDX",
        ["version"] = 3,
        ["issueDate"] = "2026-05-20T00:00:00Z",
        ["nextUpdate"] = "2026-06-19T00:00:00Z",
        ["fmspc"] = "90C06F000000",
        ["pceId"] = "0000",
        ["tcbType"] = 0,
        ["tcbEvaluationDataNumber"] = 18,
        ["tdxModule"] = Module(null),
        ["tdxModuleIdentities"] = new JsonArray(Module("TDX_01", SvnLevel(5, "UpToDate"), SvnLevel(3, "OutOfDate", "INTEL-SA-2"))),
        ["tcbLevels"] = new JsonArray(
            Level(3, 3, 13, "UpToDate", "2025-03-01T00:00:00Z"),
            Level(2, 2, 13, "SWHardeningNeeded", "2025-01-01T00:00:00Z", "INTEL-SA-1"),
            Level(1, 1, 11, "OutOfDate", "2024-01-01T00:00:00Z", "INTEL-SA-1", "INTEL-SA-3"),
            Level(0, 0, 5, "Revoked", "2023-01-01T00:00:00Z", "INTEL-SA-1", "INTEL-SA-3")),
    };

    private static JsonObject Identity() => new()
    {
        ["id"] = "TD_QE",
        ["version"] = 2,
        ["issueDate"] = "2026-05-20T00:00:00Z",
        ["nextUpdate"] = "2026-06-19T00:00:00Z",
        ["tcbEvaluationDataNumber"] = 18,
        ["miscselect"] = "00000000",
        ["miscselectMask"] = "FFFFFFFF",
        ["attributes"] = "11000000000000000000000000000000",
        ["attributesMask"] = "FBFFFFFFFFFFFFFF0000000000000000",
        ["mrsigner"] = Convert.ToHexString(QuoteBuilder.QeSigner),
        ["isvprodid"] = 2,
        ["tcbLevels"] = new JsonArray(SvnLevel(6, "UpToDate"), SvnLevel(4, "OutOfDate", "INTEL-SA-4")),
    };

    private static JsonObject Module(string? id, params JsonNode[] levels)
    {
        JsonObject module = new() { ["mrsigner"] = Zeros48, ["attributes"] = "0000000000000000", ["attributesMask"] = "FFFFFFFFFFFFFFFF" };
        if (id is null) return module;
        module["id"] = id;
        module["tcbLevels"] = new JsonArray(levels);
        return module;
    }

    private static JsonArray Components(int first, int third) => new([.. Enumerable.Range(0, 16).Select(i => (JsonNode)new JsonObject { ["svn"] = i == 0 ? first : i == 2 ? third : 0, ["category"] = "BIOS" })]);

    private static CollateralItem Item(CollateralKind kind, string id, string text) => Item(kind, id, Encoding.UTF8.GetBytes(text));

    private static CollateralItem Item(CollateralKind kind, string id, byte[] body) => new(new CollateralKey(kind, id), body);

    private static string Sign(string name, string text, X509Certificate2 signer)
    {
        using var key = signer.GetECDsaPrivateKey()!;
        var signature = key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $$"""{"{{name}}":{{text}},"signature":"{{Convert.ToHexStringLower(signature)}}"}""";
    }
}
