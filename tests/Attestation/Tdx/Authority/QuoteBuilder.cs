using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Cocoon.Attestation.Tests.Tdx.Authority;

/// <summary>Makes quotes of a platform, good ones unless a knob is turned. Everything after a knob is signed as it then stands.</summary>
internal sealed class QuoteBuilder(IntelLikePlatform platform)
{
    /// <summary>Intel's mark of a quoting enclave.</summary>
    public static byte[] IntelQe { get; } = Convert.FromHexString("939a7233f79c4ca9940a0db3957f0607");

    /// <summary>MRSIGNER of the quoting enclave, as <see cref="CollateralBuilder"/> has it.</summary>
    public static byte[] QeSigner { get; } = [.. Enumerable.Repeat((byte)0xDC, 32)];

    public int Version { get; init; } = 4;

    public int KeyType { get; init; } = 2;

    public uint Tee { get; init; } = 0x81;

    public byte[] Vendor { get; init; } = IntelQe;

    /// <summary>Body type of version 5.</summary>
    public int BodyType { get; init; } = 3;

    /// <summary>Changes the body before it is signed.</summary>
    public Action<byte[]> Body { get; init; } = _ => { };

    /// <summary>Changes the QE report before it is signed.</summary>
    public Action<byte[]> QeReport { get; init; } = _ => { };

    public byte[] AuthData { get; init; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public string? Pem { get; init; }

    public int OuterType { get; init; } = 6;

    public int InnerType { get; init; } = 5;

    /// <summary>Added to the length that stands before the PEM chain.</summary>
    public int PemLengthError { get; init; }

    public byte[] ReportData { get; init; } = [.. Enumerable.Repeat((byte)0xA5, 64)];

    public byte[] Build()
    {
        var signed = Signed();
        var report = Report();
        var pem = System.Text.Encoding.ASCII.GetBytes(Pem ?? platform.Pem);
        byte[] certification = [.. report, .. platform.SignWithPck(report), .. U16(AuthData.Length), .. AuthData, .. U16(InnerType), .. U32((uint)(pem.Length + PemLengthError)), .. pem];
        var signature = platform.AttestationKey.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        byte[] data = [.. signature, .. platform.AttestationPoint(), .. U16(OuterType), .. U32((uint)certification.Length), .. certification];
        return [.. signed, .. U32((uint)data.Length), .. data];
    }

    private byte[] Signed()
    {
        byte[] header = [.. U16(Version), .. U16(KeyType), .. U32(Tee), .. new byte[4], .. Vendor, .. new byte[20]];
        var body = new byte[Version == 5 && BodyType == 3 ? 648 : 584];
        Convert.FromHexString("05010300000000000000000000000000").CopyTo(body, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(120), 1UL << 28);
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(128), 0x602E7);
        for (var i = 136; i < 520; i++) body[i] = (byte)(i / 48);
        ReportData.CopyTo(body, 520);
        if (body.Length > 584) body.AsSpan(0, 16).CopyTo(body.AsSpan(584));
        Body(body);
        return Version == 5 ? [.. header, .. U16(BodyType), .. U32((uint)body.Length), .. body] : [.. header, .. body];
    }

    private byte[] Report()
    {
        var report = new byte[384];
        Convert.FromHexString("1500000000000000e700000000000000").CopyTo(report, 48);
        QeSigner.CopyTo(report, 128);
        BinaryPrimitives.WriteUInt16LittleEndian(report.AsSpan(256), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(report.AsSpan(258), 6);
        SHA256.HashData([.. platform.AttestationPoint(), .. AuthData]).CopyTo(report, 320);
        QeReport(report);
        return report;
    }

    private static byte[] U16(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] U32(uint value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];
}
