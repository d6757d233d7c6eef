using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia;

/// <summary>What the report of a genuine GPU says.</summary>
public sealed record GpuClaims(HexBytes Nonce, HexBytes SignedHash) : EvidenceClaims(EvidenceKind.NvidiaGpu, Nonce, SignedHash)
{
    /// <summary>Serial number of the device's certificate: NVIDIA's "ueid".</summary>
    public required BigInteger DeviceId { get; init; }

    /// <summary>First word of the certificate's name, such as "GH100"; "LS_10" is a switch.</summary>
    public required string Architecture { get; init; }

    /// <summary>The certificate's name, such as "GH100 A01 GSP FMC LF".</summary>
    public required string Model { get; init; }

    /// <summary>Such as "550.144.03".</summary>
    public required string Driver { get; init; }

    /// <summary>Such as "96.00.74.00.20".</summary>
    public required string Vbios { get; init; }

    /// <summary>Hash of the firmware that holds the signing key, by the certificate; empty when it has none.</summary>
    public required HexBytes FirmwareId { get; init; }

    /// <summary>Whether the certificate is of a debug, recovery or insecure start; null where it does not say (Hopper).</summary>
    public required bool? IsDebug { get; init; }

    /// <summary>The same as <see cref="FirmwareId"/> by the report; empty in reports of older firmware.</summary>
    public required HexBytes ReportedFirmwareId { get; init; }

    /// <summary>The chip's number in the report's own words: 0x180 Hopper, 0x1A0 Blackwell; 0 when it says none.</summary>
    public required uint ChipArchitecture { get; init; }

    public required GpuMode Mode { get; init; }

    /// <summary>Names of the reference values that the report needs.</summary>
    public required string DriverRim { get; init; }

    /// <inheritdoc cref="DriverRim"/>
    public required string VbiosRim { get; init; }

    /// <summary>Measured digests; the first has index 0 of the reference values.</summary>
    public required ImmutableSortedDictionary<int, HexBytes> Measurements { get; init; }

    /// <summary>Whether NVIDIA's video decoder is off, so that measurement 35 is its leftover and not compared.</summary>
    public required bool IsVideoDecoderOff { get; init; }

    /// <inheritdoc/>
    public override string HardwareId => string.Create(CultureInfo.InvariantCulture, $"nvidia:{DeviceId}");

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> Values() =>
    [
        new("ueid", DeviceId.ToString(CultureInfo.InvariantCulture)), new("model", Model), new("architecture", Architecture),
        new("driver", Driver), new("vbios", Vbios), new("fwid", FirmwareId.ToString()), new("mode", Mode.ToString()), new("nonce", Nonce.ToString()),
        .. Measurements.Select(one => new KeyValuePair<string, string>(string.Create(CultureInfo.InvariantCulture, $"measurement-{one.Key}"), one.Value.ToString())),
    ];
}
