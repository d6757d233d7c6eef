using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tests.Tokens;

namespace Cocoon.Attestation.Tests.Nvidia;

/// <summary>Bundles in the form of NVIDIA's service, signed by a key of ours, and a policy that accepts them.</summary>
internal sealed class NrasTokens
{
    public const string Issuer = "https://nras.attestation.nvidia.com";

    private static readonly string[] True =
    [
        "arch-check", "attestation-report-parsed", "attestation-report-signature-verified", "attestation-report-nonce-match", "attestation-report-cert-chain-fwid-match",
        "driver-rim-fetched", "driver-rim-schema-validated", "driver-rim-signature-verified", "driver-rim-version-match", "driver-rim-measurements-available",
        "vbios-rim-fetched", "vbios-rim-schema-validated", "vbios-rim-signature-verified", "vbios-rim-version-match", "vbios-rim-measurements-available", "vbios-index-no-conflict",
    ];

    public static DateTimeOffset At { get; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static byte[] Nonce { get; } = [.. Enumerable.Range(0xA0, 32).Select(value => (byte)value)];

    public static TestIssuer Key { get; } = TestIssuer.P384();

    public static PolicyDocument Policy { get; } = new()
    {
        NetworkId = -3,
        Nras = new NrasPolicy { Issuers = [Issuer], Models = [new NrasModel("GH100", "550.90.07")] },
    };

    public static AppraisalContext Context { get; } = new(Nonce, TestIssuer.Collateral(Issuer, Key.Jwk()), Policy, At);

    /// <summary>Claims of the overall token, without the digests.</summary>
    public JsonObject Overall { get; } = Base();

    /// <summary>Claims of each GPU.</summary>
    public SortedDictionary<string, JsonObject> Gpus { get; } = new(StringComparer.Ordinal) { ["GPU-0"] = Gpu("100"), ["GPU-1"] = Gpu("101") };

    /// <summary>Changes a GPU's token after it was signed for.</summary>
    public Func<string, string, string> Replace { get; set; } = (_, token) => token;

    public JsonObject Header { get; set; } = Key.Header();

    public static JsonObject Gpu(string id)
    {
        var claims = Base();
        claims.Remove("x-nvidia-overall-att-result");
        foreach (var name in True) claims[$"x-nvidia-gpu-{name}"] = true;
        foreach (var name in new[] { "attestation-report", "driver-rim", "vbios-rim" })
            claims[$"x-nvidia-gpu-{name}-cert-chain"] = new JsonObject { ["x-nvidia-cert-status"] = "valid", ["x-nvidia-cert-ocsp-status"] = "good" };
        (claims["ueid"], claims["hwmodel"], claims["x-nvidia-gpu-driver-version"], claims["x-nvidia-gpu-vbios-version"]) = (id, "GH100 A01 GSP BROM", "550.90.07", "96.00.9F.00.01");
        (claims["secboot"], claims["dbgstat"], claims["measres"]) = (true, "disabled", "success");
        return claims;
    }

    public string Bundle()
    {
        var tokens = Gpus.ToDictionary(gpu => gpu.Key, gpu => Key.Sign(Header.DeepClone().AsObject(), gpu.Value));
        var overall = Overall.DeepClone().AsObject();
        overall["submods"] ??= new JsonObject(tokens.Select(token => KeyValuePair.Create(token.Key, (JsonNode?)new JsonArray("DIGEST", new JsonArray("SHA-256", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token.Value))))))));
        return Wrap(Key.Sign(Header.DeepClone().AsObject(), overall), tokens.Select(token => (token.Key, Replace(token.Key, token.Value))));
    }

    public static string Wrap(string overall, IEnumerable<(string Name, string Token)> gpus) =>
        new JsonArray(new JsonArray("JWT", overall), new JsonObject(gpus.Select(gpu => KeyValuePair.Create(gpu.Name, (JsonNode?)gpu.Token)))).ToJsonString();

    public EvidenceAppraisal Verify(AppraisalContext? context = null) => Verify(Bundle(), context);

    public static EvidenceAppraisal Verify(string bundle, AppraisalContext? context = null) =>
        new NrasVerifier().Verify(new MachineEvidence(EvidenceKind.NrasToken, Encoding.UTF8.GetBytes(bundle)), context ?? Context);

    public static AppraisalContext With(NrasPolicy? nras) => Context with { Policy = Policy with { Nras = nras } };

    public static AppraisalContext With(CollateralSnapshot collateral) => Context with { Collateral = collateral };

    private static JsonObject Base() => new()
    {
        ["iss"] = Issuer,
        ["iat"] = At.AddMinutes(-5).ToUnixTimeSeconds(),
        ["nbf"] = At.AddMinutes(-5).ToUnixTimeSeconds(),
        ["exp"] = At.AddMinutes(55).ToUnixTimeSeconds(),
        ["eat_nonce"] = Convert.ToHexStringLower(Nonce),
        ["x-nvidia-overall-att-result"] = true,
    };
}
