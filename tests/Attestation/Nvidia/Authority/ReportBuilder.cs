using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Attestation.Nvidia.Spdm;

namespace Cocoon.Attestation.Tests.Nvidia.Authority;

/// <summary>Writes measurement reports as a Hopper GPU does; every part can be changed.</summary>
internal sealed class ReportBuilder
{
    public const string Driver = "550.144.03";
    public const string Vbios = "96.00.74.00.20";
    public const byte Blocks = 64;

    public byte[] Nonce { get; init; } = new byte[32];

    /// <summary>By index from 1.</summary>
    public SortedDictionary<byte, byte[]> Values { get; } = new(Enumerable.Range(1, Blocks).ToDictionary(i => (byte)i, i => Value(i - 1)));

    public SortedDictionary<ushort, byte[]> Opaque { get; } = new()
    {
        [(ushort)OpaqueField.DriverVersion] = Text(Driver),
        [(ushort)OpaqueField.GpuInfo] = [0x80, 1, 0, 0, 0, 0, 0, 0],
        [(ushort)OpaqueField.VbiosVersion] = [0, 0x74, 0, 0x96, 0x20, 0, 0, 0],
        [(ushort)OpaqueField.VideoDecoder] = [0x55],
        [(ushort)OpaqueField.ChipSku] = Text("862"),
        [(ushort)OpaqueField.Project] = Text("1010"),
        [(ushort)OpaqueField.ProjectSku] = Text("0205"),
        [(ushort)OpaqueField.FirmwareId] = GpuWorld.FirmwareId,
        [(ushort)OpaqueField.FeatureFlag] = [0, 0],
    };

    public ReportBuilder With(OpaqueField field, byte[]? value)
    {
        if (value is null) Opaque.Remove((ushort)field);
        else Opaque[(ushort)field] = value;
        return this;
    }

    /// <summary>The digest of the golden measurement with this index from 0.</summary>
    public static byte[] Value(int index) => SHA384.HashData(Encoding.ASCII.GetBytes($"measurement {index}"));

    public static byte[] Text(string text) => [.. Encoding.ASCII.GetBytes(text), 0];

    public byte[] Build(ECDsa key)
    {
        byte[] signed = Unsigned();
        return [.. signed, .. key.SignData(signed, HashAlgorithmName.SHA384)];
    }

    private byte[] Unsigned()
    {
        byte[] record = [.. Values.SelectMany(one => (byte[])[one.Key, 1, .. Number(one.Value.Length + 3), 1, .. Number(one.Value.Length), .. one.Value])];
        byte[] opaque = [.. Opaque.SelectMany(one => (byte[])[.. Number(one.Key), .. Number(one.Value.Length), .. one.Value])];
        return
        [
            0x11, 0xE0, 1, 0xFF, .. Nonce, 0,
            0x11, 0x60, 0, 0, (byte)Values.Count, (byte)record.Length, (byte)(record.Length >> 8), (byte)(record.Length >> 16), .. record,
            .. new byte[32], .. Number(opaque.Length), .. opaque,
        ];
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }
}
