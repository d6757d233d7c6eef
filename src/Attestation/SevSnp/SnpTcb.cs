using System.Globalization;

namespace Cocoon.Attestation.SevSnp;

/// <summary>
/// Security versions of the parts of a platform, as TCB_VERSION holds them (AMD 56860, tables 3 and 4). All are wanted in a
/// policy; FMC exists on Turin only and is 0 elsewhere.
/// </summary>
/// <param name="BootLoader">ASP boot loader.</param>
/// <param name="Tee">ASP operating system.</param>
/// <param name="Snp">SEV-SNP firmware.</param>
/// <param name="Microcode">Lowest patch level of the cores.</param>
/// <param name="Fmc">Firmware of the mission-critical part.</param>
public sealed record SnpTcb(byte BootLoader, byte Tee, byte Snp, byte Microcode, byte Fmc)
{
    /// <summary>Bytes of TCB_VERSION.</summary>
    internal const int Bytes = 8;

    /// <summary>Reads TCB_VERSION in the layout of the product: the same bytes mean other parts on Turin.</summary>
    internal static SnpTcb Read(ReadOnlySpan<byte> version, SnpProduct product) => product == SnpProduct.Turin
        ? new SnpTcb(version[1], version[2], version[3], version[7], version[0])
        : new SnpTcb(version[0], version[1], version[6], version[7], 0);

    /// <summary>Names and values of the parts, in a fixed order.</summary>
    internal IEnumerable<KeyValuePair<string, byte>> Components() =>
    [
        new("boot loader", BootLoader), new("TEE", Tee), new("SNP firmware", Snp), new("microcode", Microcode), new("FMC", Fmc),
    ];

    /// <summary>The parts that are older here than there.</summary>
    internal IEnumerable<(string Component, byte Found, byte Needed)> Behind(SnpTcb other) => Components()
        .Zip(other.Components(), (own, needed) => (own.Key, own.Value, needed.Value))
        .Where(part => part.Item2 < part.Item3);

    internal bool IsAtLeast(SnpTcb other) => !Behind(other).Any();

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"boot loader {BootLoader}, TEE {Tee}, SNP firmware {Snp}, microcode {Microcode}{(Fmc == 0 ? "" : $", FMC {Fmc}")}");
}
