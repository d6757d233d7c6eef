using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Azure;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Policy;
using Cocoon.Bench.Harness;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Bench.Attestation;

/// <summary>Appraisals of tokens of Azure Attestation and NRAS, in the form of recorded ones and signed by keys made here.</summary>
internal sealed class TokenRows : IRowSet
{
    private const string Azure = "https://bench.weu.attest.azure.net";
    private const string Nvidia = "https://nras.attestation.nvidia.com";
    private static readonly DateTimeOffset At = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Nonce = new('a', 64);

    private static readonly string[] GpuFlags =
    [
        "arch-check", "attestation-report-parsed", "attestation-report-signature-verified", "attestation-report-nonce-match", "attestation-report-cert-chain-fwid-match",
        "driver-rim-fetched", "driver-rim-schema-validated", "driver-rim-signature-verified", "driver-rim-version-match", "driver-rim-measurements-available",
        "vbios-rim-fetched", "vbios-rim-schema-validated", "vbios-rim-signature-verified", "vbios-rim-version-match", "vbios-rim-measurements-available", "vbios-index-no-conflict",
    ];

    /// <summary>Rows of the running table. "keys at hand": the issuer's key set was read before, as it is in a running service.</summary>
    /// <exception cref="BenchException">A token was not valid, so the figures would mean nothing.</exception>
    public void Measure(Runner runner)
    {
        using var rsa = RSA.Create(2048);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var context = Context(rsa, p384);
        Measure(runner, "MAA token (RS256)", () => new AzureVerifier(), new MachineEvidence(EvidenceKind.AzureToken, AzureToken(rsa)), context);
        foreach (var gpus in new[] { 1, 8 })
            Measure(runner, $"NRAS bundle of {gpus} (ES384)", () => new NrasVerifier(), new MachineEvidence(EvidenceKind.NrasToken, NrasBundle(p384, gpus)), context);
    }

    private static void Measure(Runner runner, string name, Func<IEvidenceVerifier> make, MachineEvidence evidence, AppraisalContext context)
    {
        var verifier = make();
        var appraisal = verifier.Verify(evidence, context);
        if (!appraisal.IsValid) throw new BenchException($"{name}: {appraisal.Failure} {appraisal.Checks[^1].Detail}");
        runner.Measure($"{name}, keys at hand", () => verifier.Verify(evidence, context));
        runner.Measure($"{name}, keys read anew", () => make().Verify(evidence, context));
    }

    private static AppraisalContext Context(RSA rsa, ECDsa p384)
    {
        var (numbers, point) = (rsa.ExportParameters(false), p384.ExportParameters(false).Q);
        var collateral = new CollateralSnapshot(
        [
            Keys(Azure, $$"""{"kid":"k","kty":"RSA","n":"{{Text(numbers.Modulus)}}","e":"{{Text(numbers.Exponent)}}"}"""),
            Keys(Nvidia, $$"""{"kid":"k","kty":"EC","crv":"P-384","x":"{{Text(point.X)}}","y":"{{Text(point.Y)}}"}"""),
        ]);
        var policy = new PolicyDocument
        {
            NetworkId = -3,
            Azure = new AzurePolicy { Instances = [new AzureInstance(Azure, ["p"])], ComplianceStatuses = ["azure-compliant-cvm"], Vmpls = [0], Snp = new AzureSnpFloor(3, 0, 8, 115, 2) },
            Nras = new NrasPolicy { Issuers = [Nvidia], Models = [new NrasModel("GH100", "550.90.07")] },
        };
        var evidence = new MachineEvidence(EvidenceKind.AzureToken, AzureToken(rsa));
        // The image is learnt from the token itself, so that the whole way is measured.
        var learning = new AppraisalContext(default, collateral, policy with { Images = [Image(ImmutableSortedDictionary.Create<string, HexBytes>(StringComparer.Ordinal))] }, At);
        var claims = (AzureClaims?)new AzureVerifier().Verify(evidence, learning).Claims ?? throw new BenchException("The token for the image is not valid.");
        return learning with { Policy = policy with { Images = [Image(claims.Measurements)] } };
    }

    private static AllowedImage Image(ImmutableSortedDictionary<string, HexBytes> measurements)
    {
        // A name that no machine has stands for an unknown image.
        var named = measurements.IsEmpty ? measurements.Add("none", new HexBytes([0])) : measurements;
        return new AllowedImage(ImageDigest.Of(EvidenceKind.AzureToken, named), ImageRole.Provider, Tier.CpuTee, null, "bench", named);
    }

    private static byte[] AzureToken(RSA key)
    {
        var claims = Dated(Azure);
        (claims["x-ms-attestation-type"], claims["x-ms-policy-hash"], claims["x-ms-compliance-status"]) = ("sevsnpvm", "p", "azure-compliant-cvm");
        foreach (var (name, bytes) in new[] { ("launchmeasurement", 48), ("hostdata", 32), ("idkeydigest", 48), ("authorkeydigest", 48), ("familyId", 16), ("imageId", 16), ("reportdata", 64), ("reportid", 32) }) claims[$"x-ms-sevsnpvm-{name}"] = new string('0', bytes * 2);
        foreach (var (name, value) in new[] { ("bootloader-svn", 3), ("tee-svn", 0), ("snpfw-svn", 8), ("microcode-svn", 115), ("guestsvn", 2), ("vmpl", 0) }) claims[$"x-ms-sevsnpvm-{name}"] = value;
        (claims["x-ms-sevsnpvm-is-debuggable"], claims["x-ms-sevsnpvm-migration-allowed"]) = (false, false);
        return Sign(claims, "RS256", signed => key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static byte[] NrasBundle(ECDsa key, int gpus)
    {
        byte[] Signed(JsonObject claims) => Sign(claims, "ES384", signed => key.SignData(signed, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        var tokens = Enumerable.Range(0, gpus).ToDictionary(index => $"GPU-{index}", index => Signed(Gpu(index)));
        var overall = Dated(Nvidia);
        (overall["eat_nonce"], overall["x-nvidia-overall-att-result"]) = (Nonce, true);
        overall["submods"] = new JsonObject(tokens.Select(token => KeyValuePair.Create(token.Key, (JsonNode?)new JsonArray("DIGEST", new JsonArray("SHA-256", Convert.ToHexStringLower(SHA256.HashData(token.Value)))))));
        var detached = new JsonObject(tokens.Select(token => KeyValuePair.Create(token.Key, (JsonNode?)Encoding.ASCII.GetString(token.Value))));
        return Encoding.ASCII.GetBytes(new JsonArray(new JsonArray("JWT", Encoding.ASCII.GetString(Signed(overall))), detached).ToJsonString());
    }

    private static JsonObject Gpu(int index)
    {
        var claims = Dated(Nvidia);
        foreach (var name in GpuFlags) claims[$"x-nvidia-gpu-{name}"] = true;
        foreach (var name in new[] { "attestation-report", "driver-rim", "vbios-rim" }) claims[$"x-nvidia-gpu-{name}-cert-chain"] = new JsonObject { ["x-nvidia-cert-status"] = "valid", ["x-nvidia-cert-ocsp-status"] = "good" };
        (claims["ueid"], claims["hwmodel"], claims["x-nvidia-gpu-driver-version"], claims["x-nvidia-gpu-vbios-version"]) = ($"{index}", "GH100 A01 GSP BROM", "550.90.07", "96.00.9F.00.01");
        (claims["eat_nonce"], claims["secboot"], claims["dbgstat"], claims["measres"]) = (Nonce, true, "disabled", "success");
        return claims;
    }

    private static JsonObject Dated(string issuer) => new()
    {
        ["iss"] = issuer,
        ["iat"] = At.ToUnixTimeSeconds(),
        ["nbf"] = At.ToUnixTimeSeconds(),
        ["exp"] = At.AddHours(1).ToUnixTimeSeconds(),
    };

    private static byte[] Sign(JsonObject claims, string algorithm, Func<byte[], byte[]> sign)
    {
        var signed = $"{Text(Encoding.ASCII.GetBytes($$"""{"alg":"{{algorithm}}","kid":"k"}"""))}.{Text(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return Encoding.ASCII.GetBytes($"{signed}.{Text(sign(Encoding.ASCII.GetBytes(signed)))}");
    }

    private static CollateralItem Keys(string issuer, string key) => new(new CollateralKey(CollateralKind.JsonWebKeys, issuer), Encoding.ASCII.GetBytes($$"""{"keys":[{{key}}]}"""));

    private static string Text(byte[]? bytes) => Base64Url.EncodeToString(bytes);
}
