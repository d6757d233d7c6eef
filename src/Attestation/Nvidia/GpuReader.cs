using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Cocoon.Attestation.Nvidia.Chains;
using Cocoon.Attestation.Nvidia.Spdm;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia;

/// <summary>Puts a genuine report and its device's certificate into words.</summary>
internal static class GpuReader
{
    private const byte On = 0xAA;
    private const byte Off = 0x55;
    private const string Hopper = "GH100";

    public static GpuClaims Read(SpdmReport report, ChainLink leaf)
    {
        var opaque = report.Opaque;
        var architecture = leaf.CommonName.Split(' ')[0];
        return new GpuClaims(new HexBytes(report.Nonce.Span), SignedHash(report, leaf))
        {
            DeviceId = leaf.Serial,
            Architecture = architecture,
            Model = leaf.CommonName,
            Driver = opaque.Driver,
            Vbios = opaque.Vbios,
            FirmwareId = leaf.Firmware.Id,
            IsDebug = leaf.Firmware.IsDebug,
            ReportedFirmwareId = new HexBytes(opaque.Find(OpaqueField.FirmwareId).Span),
            ChipArchitecture = opaque.Find(OpaqueField.GpuInfo).Span is { Length: >= sizeof(uint) } info ? BinaryPrimitives.ReadUInt32LittleEndian(info) : 0,
            Mode = ModeOf(opaque),
            DriverRim = DriverRim(architecture, opaque),
            VbiosRim = VbiosRim(opaque),
            Measurements = report.Blocks.ToImmutableSortedDictionary(block => block.RimIndex, block => new HexBytes(block.Value.Span)),
            IsVideoDecoderOff = opaque.Find(OpaqueField.VideoDecoder).Span is [Off],
        };
    }

    private static GpuMode ModeOf(OpaqueData opaque)
    {
        var flag = opaque.Find(OpaqueField.FeatureFlag).Span;
        if (!flag.IsEmpty) return flag[0] <= (byte)GpuMode.ProtectedPcie && !flag[1..].ContainsAnyExcept((byte)0) ? (GpuMode)flag[0] : GpuMode.Unknown;
        return opaque.Find(OpaqueField.ProtectedPcie).Span switch
        {
            [On] => GpuMode.ProtectedPcie,
            [] or [Off] => GpuMode.Unstated,
            _ => GpuMode.Unknown,
        };
    }

    /// <summary>Hopper's are named by the architecture, later ones by the chip that the report names.</summary>
    private static string DriverRim(string architecture, OpaqueData opaque)
    {
        if (architecture == Hopper) return $"NV_GPU_DRIVER_{Hopper}_{opaque.Driver}";
        var chip = opaque.Text(OpaqueField.ChipInfo);
        return $"NV_GPU_CC_DRIVER_{(chip.Length > 0 ? chip : architecture)}_{opaque.Driver}";
    }

    private static string VbiosRim(OpaqueData opaque) =>
        $"NV_GPU_VBIOS_{opaque.Text(OpaqueField.Project)}_{opaque.Text(OpaqueField.ProjectSku)}_{opaque.Text(OpaqueField.ChipSku)}_{opaque.Vbios.Replace(".", "", StringComparison.Ordinal)}".ToUpperInvariant();

    private static HexBytes SignedHash(SpdmReport report, ChainLink leaf)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(report.Signed.Span);
        hash.AppendData(leaf.KeyBits);
        return new HexBytes(hash.GetHashAndReset());
    }
}
