using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Cocoon.Attestation.Appraisals;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.SevSnp;

/// <summary>
/// An attestation report, versions 2 to 5 (AMD 56860, table 23), little-endian. Reading it says nothing of whether it is
/// genuine. Immutable as long as its bytes are.
/// </summary>
internal sealed class SnpReport
{
    /// <summary>Length of every version, in bytes.</summary>
    public const int Bytes = 1184;

    /// <summary>The signature covers these first bytes.</summary>
    public const int SignedBytes = 0x2A0;

    private const int FirstVersion = 2;
    private const int LastVersion = 5;
    private const int FirstVersionWithCpuId = 3;
    private const uint EcdsaP384Sha384 = 1;

    private readonly ReadOnlyMemory<byte> _raw;

    private SnpReport(ReadOnlyMemory<byte> raw) => _raw = raw;

    public uint Version => UInt32(0);

    public uint GuestSvn => UInt32(0x04);

    public SnpGuestPolicy Policy => new(BinaryPrimitives.ReadUInt64LittleEndian(_raw.Span[0x08..]));

    public HexBytes FamilyId => Hex(0x10, 16);

    public HexBytes ImageId => Hex(0x20, 16);

    public uint Vmpl => UInt32(0x30);

    public ReadOnlySpan<byte> CurrentTcb => Tcb(0x38);

    public ulong PlatformInfo => BinaryPrimitives.ReadUInt64LittleEndian(_raw.Span[0x40..]);

    public SnpSigningKey SigningKey => (SnpSigningKey)(UInt32(0x48) >> 2 & 7);

    public ReadOnlySpan<byte> ReportData => _raw.Span.Slice(0x50, 64);

    public HexBytes Measurement => Hex(0x90, 48);

    public HexBytes HostData => Hex(0xC0, 32);

    public HexBytes IdKeyDigest => Hex(0xE0, 48);

    public HexBytes AuthorKeyDigest => Hex(0x110, 48);

    public ReadOnlySpan<byte> ReportedTcb => Tcb(0x180);

    public ReadOnlySpan<byte> ChipId => _raw.Span.Slice(0x1A0, 64);

    public ReadOnlySpan<byte> CommittedTcb => Tcb(0x1E0);

    public ReadOnlySpan<byte> LaunchTcb => Tcb(0x1F0);

    public ReadOnlyMemory<byte> Signed => _raw[..SignedBytes];

    /// <summary>The 512 bytes of the signature field.</summary>
    public ReadOnlySpan<byte> Signature => _raw.Span[SignedBytes..];

    /// <summary>Whether the report names the processor it is of; those before version 3 do not.</summary>
    public bool HasCpuId => Version >= FirstVersionWithCpuId;

    /// <summary>The product by family and model; null for one that is not known, or not named.</summary>
    public SnpProduct? Product => !HasCpuId ? null : (_raw.Span[0x188], _raw.Span[0x189]) switch
    {
        (0x19, <= 0x0F) => SnpProduct.Milan,
        (0x19, (>= 0x10 and <= 0x1F) or (>= 0xA0 and <= 0xAF)) => SnpProduct.Genoa,
        (0x1A, <= 0x1F) => SnpProduct.Turin,
        _ => null,
    };

    /// <summary>Family and model in hex, for people.</summary>
    public string CpuId => $"family {_raw.Span[0x188]:x2}h model {_raw.Span[0x189]:x2}h";

    /// <summary>Checks length, version, algorithm and kind of key. Never throws.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> raw, [NotNullWhen(true)] out SnpReport? report, out AttestationFailure failure, out string detail)
    {
        report = null;
        (failure, detail) = WhyNot(raw);
        if (failure == AttestationFailure.None) report = new SnpReport(raw);
        return report is not null;
    }

    private static (AttestationFailure, string) WhyNot(ReadOnlyMemory<byte> raw)
    {
        if (raw.Length != Bytes) return (AttestationFailure.ReportMalformed, $"A report has {Bytes} bytes; these are {raw.Length}.");
        var report = new SnpReport(raw);
        if (report.Version is < FirstVersion or > LastVersion) return (AttestationFailure.ReportVersion, $"Version {report.Version}; {FirstVersion} to {LastVersion} are known.");
        if (report.UInt32(0x34) != EcdsaP384Sha384) return (AttestationFailure.SignatureAlgorithm, $"Algorithm {report.UInt32(0x34)}; only {EcdsaP384Sha384} (ECDSA P-384 with SHA-384) is known.");
        return report.SigningKey is SnpSigningKey.Vcek or SnpSigningKey.Vlek
            ? (AttestationFailure.None, $"version {report.Version}, signed by the chip's {(report.SigningKey == SnpSigningKey.Vcek ? "VCEK" : "VLEK")}")
            : (AttestationFailure.SigningKeyKind, $"KEY_INFO names signing key {(int)report.SigningKey}; 0 is VCEK, 1 is VLEK, 7 is none.");
    }

    private ReadOnlySpan<byte> Tcb(int offset) => _raw.Span.Slice(offset, SnpTcb.Bytes);

    private uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_raw.Span[offset..]);

    private HexBytes Hex(int offset, int length) => new(_raw.Span.Slice(offset, length));
}
