using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Azure;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Claims as an instance of Azure Attestation with a policy of its own may sign them.</summary>
internal sealed class AzureTokenTarget : JsonTarget
{
    private const string Issuer = "https://a.weu.attest.azure.net";

    private readonly RSA _key = RSA.Create(2048);
    private readonly AzureVerifier _verifier = new();
    private readonly AppraisalContext _context;

    public AzureTokenTarget()
    {
        var numbers = _key.ExportParameters(false);
        var keys = $$"""{"keys":[{"kid":"k","kty":"RSA","n":"{{Base64Url.EncodeToString(numbers.Modulus)}}","e":"{{Base64Url.EncodeToString(numbers.Exponent)}}"}]}""";
        // An image of which the measurements are known, so that a mismatch is explained.
        var known = ImmutableSortedDictionary.Create<string, HexBytes>(StringComparer.Ordinal).Add("measurement", new HexBytes(new byte[48]));
        _context = new AppraisalContext(
            new byte[64],
            new CollateralSnapshot([new CollateralItem(new CollateralKey(CollateralKind.JsonWebKeys, Issuer), Encoding.ASCII.GetBytes(keys))]),
            new PolicyDocument
            {
                NetworkId = -3,
                Azure = new AzurePolicy { Instances = [new AzureInstance(Issuer, ["p"])], Snp = new AzureSnpFloor(3, 0, 8, 115, 2), Tdx = new AzureTdxFloor([TcbStatus.UpToDate], new HexBytes(new byte[16])) },
                Images = [new AllowedImage(new HexBytes(new byte[32]), ImageRole.Provider, Tier.CpuTee, null, "known", known)],
            },
            DateTimeOffset.UnixEpoch.AddSeconds(1_795_262_500));
    }

    /// <summary>Every input is signed first.</summary>
    public override int Cost => 20;

    protected override IEnumerable<string> Documents { get; } = [Head("sevsnpvm", Snp()), Head("tdxvm", Tdx()), Head("azurevm", $$$"""
        "secureboot":true,"x-ms-azurevm-debuggersdisabled":true,"x-ms-runtime":{"client-payload":{"nonce":"AA=="}},"x-ms-isolation-tee":{"x-ms-attestation-type":"sevsnpvm",{{{Snp()}}}}
        """)];

    public override void Read(byte[] input)
    {
        var signed = $"{Base64Url.EncodeToString("""{"alg":"RS256","kid":"k"}"""u8)}.{Base64Url.EncodeToString(input)}";
        var signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var appraisal = _verifier.Verify(new MachineEvidence(EvidenceKind.AzureToken, Encoding.ASCII.GetBytes($"{signed}.{Base64Url.EncodeToString(signature)}")), _context);
        appraisal.IsAccepted.Should().BeFalse("the policy allows no compliance status");
        _ = appraisal.Claims?.Values().Count();
    }

    public override bool IsRefusal(Exception exception) => false;

    public override void Dispose()
    {
        _key.Dispose();
        base.Dispose();
    }

    private static string Head(string type, string rest) =>
        $$"""{"iss":"{{Issuer}}","iat":1795262400,"nbf":1795262400,"exp":1795266000,"x-ms-attestation-type":"{{type}}","x-ms-policy-hash":"p",{{rest}}}""";

    private static string Snp() =>
        $"""
        "x-ms-compliance-status":"c","x-ms-sevsnpvm-launchmeasurement":"{Zeros(48)}","x-ms-sevsnpvm-hostdata":"{Zeros(32)}","x-ms-sevsnpvm-idkeydigest":"{Zeros(48)}","x-ms-sevsnpvm-authorkeydigest":"{Zeros(48)}","x-ms-sevsnpvm-familyId":"{Zeros(16)}","x-ms-sevsnpvm-imageId":"{Zeros(16)}","x-ms-sevsnpvm-bootloader-svn":3,"x-ms-sevsnpvm-tee-svn":0,"x-ms-sevsnpvm-snpfw-svn":8,"x-ms-sevsnpvm-microcode-svn":115,"x-ms-sevsnpvm-guestsvn":2,"x-ms-sevsnpvm-vmpl":0,"x-ms-sevsnpvm-is-debuggable":false,"x-ms-sevsnpvm-migration-allowed":false,"x-ms-sevsnpvm-reportdata":"{Zeros(64)}"
        """;

    private static string Tdx() =>
        $"""
        "attester_tcb_status":"UpToDate","tdx_report_data":"{Zeros(64)}","tdx_tee_tcb_svn":"{Zeros(16)}","tdx_td_attributes":"{Zeros(8)}","tdx_td_attributes_debug":false,{string.Join(',', new[] { "mrtd", "rtmr0", "rtmr1", "rtmr2", "rtmr3", "mrconfigid", "mrowner", "mrownerconfig" }.Select(name => $"\"tdx_{name}\":\"{Zeros(48)}\""))}
        """;

    private static string Zeros(int bytes) => new('0', bytes * 2);
}
