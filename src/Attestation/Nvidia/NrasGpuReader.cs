using System.Collections.Immutable;
using Cocoon.Attestation.Tokens;

namespace Cocoon.Attestation.Nvidia;

/// <summary>Reads the claims about one GPU (NRAS claims version 3; a reference lies in the vectors, nvidia/nras_hopper_v3.claims.json).</summary>
internal static class NrasGpuReader
{
    private const string Prefix = "x-nvidia-gpu-";
    private const int MaxText = 128;

    private static readonly string[] MustBeTrue =
    [
        "secboot", $"{Prefix}arch-check",
        $"{Prefix}attestation-report-parsed", $"{Prefix}attestation-report-signature-verified", $"{Prefix}attestation-report-nonce-match", $"{Prefix}attestation-report-cert-chain-fwid-match",
        $"{Prefix}driver-rim-fetched", $"{Prefix}driver-rim-schema-validated", $"{Prefix}driver-rim-signature-verified", $"{Prefix}driver-rim-version-match", $"{Prefix}driver-rim-measurements-available",
        $"{Prefix}vbios-rim-fetched", $"{Prefix}vbios-rim-schema-validated", $"{Prefix}vbios-rim-signature-verified", $"{Prefix}vbios-rim-version-match", $"{Prefix}vbios-rim-measurements-available",
        $"{Prefix}vbios-index-no-conflict",
    ];

    private static readonly string[] Chains = [$"{Prefix}attestation-report-cert-chain", $"{Prefix}driver-rim-cert-chain", $"{Prefix}vbios-rim-cert-chain"];

    /// <returns>Null when a claim that names the device is absent.</returns>
    public static NrasGpu? TryRead(string name, TokenClaims claims)
    {
        if (Short(claims, "ueid") is not { } device || Short(claims, "hwmodel") is not { } model) return null;
        if (Short(claims, $"{Prefix}driver-version") is not { } driver || Short(claims, $"{Prefix}vbios-version") is not { } vbios) return null;
        var failed = ImmutableArray.CreateBuilder<string>();
        if (claims.Text("measres") != "success") failed.Add("measres");
        if (claims.Text("dbgstat") != "disabled") failed.Add("dbgstat");
        failed.AddRange(MustBeTrue.Where(claim => claims.Flag(claim) != true));
        failed.AddRange(Chains.Where(chain => claims.Object(chain) is not { } status || status.Text("x-nvidia-cert-status") != "valid" || status.Text("x-nvidia-cert-ocsp-status") != "good"));
        return new NrasGpu(name, device, model, driver, vbios, failed.ToImmutable());
    }

    private static string? Short(TokenClaims claims, string name) => claims.Text(name) is { Length: > 0 and <= MaxText } text ? text : null;
}
