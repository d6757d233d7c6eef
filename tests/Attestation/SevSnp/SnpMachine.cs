using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.SevSnp;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.SevSnp;

/// <summary>A machine of the test hierarchy of which all is good, until a test changes one thing.</summary>
internal sealed record SnpMachine
{
    // One key for all chips and versions: then nothing but the check in question can fail.
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public static DateTimeOffset At { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] ReportData { get; } = [.. Enumerable.Repeat((byte)0x5A, 64)];

    public SnpHierarchy Hierarchy { get; init; } = SnpHierarchy.Shared;

    public SnpProduct Product { get; init; } = SnpProduct.Milan;

    public SnpSigningKey SigningKey { get; init; }

    public uint Version { get; init; } = 3;

    public SnpTcb Tcb { get; init; } = new(4, 1, 24, 219, 0);

    public byte[] ChipId { get; init; } = [.. Enumerable.Range(1, 64).Select(i => (byte)i)];

    /// <summary>Changes the report before it is signed.</summary>
    public Action<byte[]> Report { get; init; } = _ => { };

    /// <summary>Changes the report after it was signed.</summary>
    public Action<byte[]> Signed { get; init; } = _ => { };

    /// <summary>Changes the leaf's extensions.</summary>
    public Action<List<X509Extension>>? Leaf { get; init; }

    /// <summary>What the certificate says where it differs from the report.</summary>
    public SnpTcb? LeafTcb { get; init; }

    public byte[]? LeafChipId { get; init; }

    public DateTimeOffset? LeafUntil { get; init; }

    public static SnpMachine Turin { get; } = new()
    {
        Product = SnpProduct.Turin, Tcb = new SnpTcb(1, 2, 4, 70, 3), ChipId = [1, 2, 3, 4, 5, 6, 7, 8, .. new byte[56]],
    };

    public static SnpMachine Vlek { get; } = new() { SigningKey = SnpSigningKey.Vlek, ChipId = new byte[64] };

    public CollateralItem Crl(params X509Certificate2[] revoked) =>
        new(SnpEndorsements.CrlKey(Product), Hierarchy.Crl(At.AddDays(-1), At.AddDays(40), revoked));

    public byte[] Certificate() => Hierarchy.Leaf(
        Product, LeafTcb ?? Tcb, SigningKey == SnpSigningKey.Vlek ? null : LeafChipId ?? ChipId, Key, Leaf, LeafUntil);

    public byte[] Raw()
    {
        var raw = Unsigned();
        Report(raw);
        var signature = Key.SignData(raw.AsSpan(0, SnpReport.SignedBytes), HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        Array.Reverse(signature, 0, 48);
        Array.Reverse(signature, 48, 48);
        signature.AsSpan(0, 48).CopyTo(raw.AsSpan(SnpReport.SignedBytes));
        signature.AsSpan(48).CopyTo(raw.AsSpan(SnpReport.SignedBytes + 72));
        Signed(raw);
        return raw;
    }

    public MachineEvidence Evidence() => new(EvidenceKind.SevSnp, Raw(), (byte[])[.. Certificate(), .. Hierarchy.Authorities(SigningKey == SnpSigningKey.Vlek)]);

    /// <summary>A policy that wants exactly this machine.</summary>
    public PolicyDocument Policy()
    {
        var measurements = Measurements(Raw());
        return new PolicyDocument
        {
            NetworkId = -3,
            Images = [new AllowedImage(ImageDigest.Of(EvidenceKind.SevSnp, measurements), ImageRole.Provider, Tier.CcGpu, null, "test image", measurements)],
            Snp = new SnpPolicy
            {
                Floors = ImmutableSortedDictionary<SnpProduct, SnpTcb>.Empty.Add(Product, Tcb),
                SigningKeys = [SigningKey],
                Vmpls = [0],
            },
        };
    }

    public AppraisalContext Context() => new(ReportData, new CollateralSnapshot([Crl()]), Policy(), At);

    public EvidenceAppraisal Verify() => Hierarchy.Verifier().Verify(Evidence(), Context());

    public static ImmutableSortedDictionary<string, HexBytes> Measurements(byte[] raw) => new Dictionary<string, HexBytes>
    {
        ["measurement"] = new(raw.AsSpan(0x90, 48)),
        ["host-data"] = new(raw.AsSpan(0xC0, 32)),
        ["id-key-digest"] = new(raw.AsSpan(0xE0, 48)),
        ["author-key-digest"] = new(raw.AsSpan(0x110, 48)),
        ["family-id"] = new(raw.AsSpan(0x10, 16)),
        ["image-id"] = new(raw.AsSpan(0x20, 16)),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private byte[] Unsigned()
    {
        var raw = new byte[SnpReport.Bytes];
        BinaryPrimitives.WriteUInt32LittleEndian(raw, Version);
        BinaryPrimitives.WriteUInt32LittleEndian(raw.AsSpan(0x04), 2);
        BinaryPrimitives.WriteUInt64LittleEndian(raw.AsSpan(0x08), 1 << 17 | 1 << 8 | 55);
        raw[0x34] = 1;
        raw[0x48] = (byte)((int)SigningKey << 2);
        ReportData.CopyTo(raw, 0x50);
        raw.AsSpan(0x90, 48).Fill(0xAB);
        foreach (var offset in (int[])[0x38, 0x180, 0x1E0, 0x1F0]) Write(raw.AsSpan(offset), Tcb, Product);
        if (Version > 2) (raw[0x188], raw[0x189]) = Product switch { SnpProduct.Milan => ((byte)0x19, (byte)0x01), SnpProduct.Genoa => ((byte)0x19, (byte)0x11), _ => ((byte)0x1A, (byte)0x02) };
        ChipId.CopyTo(raw, 0x1A0);
        return raw;
    }

    public static void Write(Span<byte> target, SnpTcb tcb, SnpProduct product)
    {
        var isTurin = product == SnpProduct.Turin;
        (target[0], target[1], target[2], target[3]) = isTurin ? (tcb.Fmc, tcb.BootLoader, tcb.Tee, tcb.Snp) : (tcb.BootLoader, tcb.Tee, (byte)0, (byte)0);
        (target[6], target[7]) = (isTurin ? (byte)0 : tcb.Snp, tcb.Microcode);
    }
}
