namespace Cocoon.Attestation.Nvidia.Spdm;

/// <summary>Fields of NVIDIA's opaque data that are used here, by the numbers of its attestation SDK (nvtrust, Apache-2.0).</summary>
internal enum OpaqueField : ushort
{
    /// <summary>Text.</summary>
    DriverVersion = 3,

    /// <summary>First 4 bytes: the architecture, 0x180 for Hopper and 0x1A0 for Blackwell.</summary>
    GpuInfo = 4,

    /// <summary>8 bytes, little-endian; text for switches.</summary>
    VbiosVersion = 6,

    /// <summary>One byte: 0xAA on, 0x55 off.</summary>
    VideoDecoder = 11,

    /// <summary>Text: 3 fields that, with the version, name the reference values of the VBIOS.</summary>
    ChipSku = 15,
    Project = 17,
    ProjectSku = 18,

    /// <summary>48 bytes: hash of the firmware that holds the signing key.</summary>
    FirmwareId = 20,

    /// <summary>One byte: 0xAA on, 0x55 off.</summary>
    ProtectedPcie = 21,

    /// <summary>Text: the chip, in newer reports.</summary>
    ChipInfo = 35,

    /// <summary>First byte: 0 one GPU by itself, 1 several with encrypted links, 2 protected PCIe.</summary>
    FeatureFlag = 36,
}
