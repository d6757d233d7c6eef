using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Azure;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tests.Tokens;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.Azure;

/// <summary>Tokens in the form of Azure Attestation, signed by a key of ours, and a policy that accepts them.</summary>
internal static class AzureTokens
{
    public const string Issuer = "https://sharedtest.weu.attest.azure.net";
    public const string PolicyHash = "wm9mHlvTU82e8UqoOy1Yj1FBRSNkfe99-69IYDq9eWs";

    public static DateTimeOffset At { get; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static byte[] ReportData { get; } = [.. Enumerable.Range(1, 64).Select(value => (byte)value)];

    public static string ReportDataHex { get; } = Convert.ToHexStringLower(ReportData);

    public static TestIssuer Key { get; } = TestIssuer.Rsa();

    public static CollateralSnapshot Collateral { get; } = TestIssuer.Collateral(Issuer, Key.Jwk());

    public static ImmutableSortedDictionary<string, HexBytes> SnpMeasurements { get; } = Measure(
        ("author-key-digest", 48), ("family-id", 16), ("host-data", 32), ("id-key-digest", 48), ("image-id", 16), ("measurement", 48));

    public static ImmutableSortedDictionary<string, HexBytes> TdxMeasurements { get; } = Measure(
        ("mrconfigid", 48), ("mrowner", 48), ("mrownerconfig", 48), ("mrtd", 48), ("rtmr0", 48), ("rtmr1", 48), ("rtmr2", 48), ("rtmr3", 48));

    public static AzurePolicy Azure { get; } = new()
    {
        Instances = [new AzureInstance(Issuer, [PolicyHash])],
        ComplianceStatuses = ["azure-compliant-cvm"],
        Vmpls = [0],
        Snp = new AzureSnpFloor(3, 0, 8, 115, 2),
        Tdx = new AzureTdxFloor([TcbStatus.UpToDate], HexBytes.Parse("02010600000000000000000000000000")),
    };

    public static PolicyDocument Policy { get; } = new()
    {
        NetworkId = -3,
        Images = [Image("snp", SnpMeasurements), Image("tdx", TdxMeasurements)],
        Azure = Azure,
    };

    public static AppraisalContext Context { get; } = new(ReportData, Collateral, Policy, At);

    public static JsonObject Snp()
    {
        var claims = Outer("sevsnpvm");
        AddSnp(claims);
        return claims;
    }

    public static JsonObject Tdx()
    {
        var claims = Outer("tdxvm");
        claims["attester_tcb_status"] = "UpToDate";
        claims["x-ms-compliance-status"] = "azure-compliant-cvm";
        claims["tdx_report_data"] = ReportDataHex;
        claims["tdx_tee_tcb_svn"] = "03010600000000000000000000000000";
        claims["tdx_td_attributes"] = "0000001000000000";
        claims["tdx_td_attributes_debug"] = false;
        foreach (var (name, value) in TdxMeasurements) claims[$"tdx_{name}"] = value.ToString();
        return claims;
    }

    /// <summary>A guest token: the hardware's report is bound to the paravisor's keys, the client's payload to ours.</summary>
    public static JsonObject Guest()
    {
        var claims = Outer("azurevm");
        claims["secureboot"] = true;
        claims["x-ms-azurevm-debuggersdisabled"] = true;
        claims["x-ms-azurevm-vmid"] = "6506B531-1634-431E-99D2-42B7D3414AD0";
        claims["x-ms-runtime"] = new JsonObject { ["client-payload"] = new JsonObject { ["nonce"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(ReportDataHex)) } };
        var tee = new JsonObject { ["x-ms-attestation-type"] = "sevsnpvm" };
        AddSnp(tee);
        tee["x-ms-sevsnpvm-reportdata"] = new string('0', 128);
        claims["x-ms-isolation-tee"] = tee;
        return claims;
    }

    public static EvidenceAppraisal Verify(JsonObject claims, AppraisalContext? context = null) => Verify(Key.Sign(Key.Header($"{Issuer}/certs"), claims), context);

    public static EvidenceAppraisal Verify(string token, AppraisalContext? context = null) =>
        new AzureVerifier().Verify(new MachineEvidence(EvidenceKind.AzureToken, Encoding.UTF8.GetBytes(token)), context ?? Context);

    public static AppraisalContext With(AzurePolicy? azure) => Context with { Policy = Policy with { Azure = azure } };

    private static JsonObject Outer(string type) => new()
    {
        ["iss"] = Issuer,
        ["iat"] = At.AddMinutes(-10).ToUnixTimeSeconds(),
        ["nbf"] = At.AddMinutes(-10).ToUnixTimeSeconds(),
        ["exp"] = At.AddMinutes(-10).AddHours(8).ToUnixTimeSeconds(),
        ["x-ms-attestation-type"] = type,
        ["x-ms-policy-hash"] = PolicyHash,
        ["x-ms-ver"] = "1.0",
    };

    private static void AddSnp(JsonObject claims)
    {
        claims["x-ms-compliance-status"] = "azure-compliant-cvm";
        foreach (var (claim, name) in new[] { ("launchmeasurement", "measurement"), ("hostdata", "host-data"), ("idkeydigest", "id-key-digest"), ("authorkeydigest", "author-key-digest"), ("familyId", "family-id"), ("imageId", "image-id") })
            claims[$"x-ms-sevsnpvm-{claim}"] = SnpMeasurements[name].ToString();
        foreach (var (name, value) in new[] { ("bootloader-svn", 3), ("tee-svn", 0), ("snpfw-svn", 8), ("microcode-svn", 115), ("guestsvn", 2), ("vmpl", 0) }) claims[$"x-ms-sevsnpvm-{name}"] = value;
        claims["x-ms-sevsnpvm-is-debuggable"] = false;
        claims["x-ms-sevsnpvm-migration-allowed"] = false;
        claims["x-ms-sevsnpvm-reportdata"] = ReportDataHex;
        claims["x-ms-sevsnpvm-reportid"] = new string('a', 64);
    }

    private static AllowedImage Image(string name, ImmutableSortedDictionary<string, HexBytes> measurements) =>
        new(ImageDigest.Of(EvidenceKind.AzureToken, measurements), ImageRole.Provider, Tier.CpuTee, null, name, measurements);

    private static ImmutableSortedDictionary<string, HexBytes> Measure(params (string Name, int Bytes)[] names) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, names.Select((name, index) => KeyValuePair.Create(name.Name, new HexBytes([.. Enumerable.Repeat((byte)(index + 1), name.Bytes)]))));
}
