using System.Collections.Immutable;
using System.Globalization;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia;

/// <summary>What a valid NRAS token says about all GPUs of a machine.</summary>
/// <param name="ReportData">The nonce that the GPUs signed, 32 bytes.</param>
/// <param name="SignedHash">SHA-256 of the signed bytes of the overall token, which names the others by hash, and the issuer's key.</param>
/// <param name="Issuer">Who says it.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="Expires">Until when it counts.</param>
/// <param name="Overall">NVIDIA's own verdict.</param>
/// <param name="Gpus">The GPUs, ordered by name.</param>
public sealed record NrasClaims(
    HexBytes ReportData, HexBytes SignedHash, string Issuer, DateTimeOffset IssuedAt, DateTimeOffset Expires, bool Overall, ImmutableArray<NrasGpu> Gpus)
    : EvidenceClaims(EvidenceKind.NrasToken, ReportData, SignedHash)
{
    /// <summary>The ids of all GPUs, joined by commas. Lists of revoked hardware name each by its own.</summary>
    public override string HardwareId => string.Join(',', Gpus.Select(HardwareIdOf));

    public static string HardwareIdOf(NrasGpu gpu) => $"nvidia:{gpu.DeviceId}";

    public override IEnumerable<KeyValuePair<string, string>> Values() =>
    [
        KeyValuePair.Create("issuer", Issuer),
        KeyValuePair.Create("issued-at", IssuedAt.ToString("u", CultureInfo.InvariantCulture)),
        KeyValuePair.Create("expires", Expires.ToString("u", CultureInfo.InvariantCulture)),
        KeyValuePair.Create("nonce", ReportData.ToString()),
        KeyValuePair.Create("overall", Overall ? "true" : "false"),
        .. Gpus.SelectMany(gpu => new[]
        {
            KeyValuePair.Create($"{gpu.Name} id", gpu.DeviceId),
            KeyValuePair.Create($"{gpu.Name} model", gpu.Model),
            KeyValuePair.Create($"{gpu.Name} driver", gpu.Driver),
            KeyValuePair.Create($"{gpu.Name} vbios", gpu.Vbios),
            KeyValuePair.Create($"{gpu.Name} failed", string.Join(',', gpu.Failed)),
        }),
    ];
}
