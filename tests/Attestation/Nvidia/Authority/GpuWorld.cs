using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Collateral.Needs;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Nvidia.Chains;
using Cocoon.Attestation.Nvidia.Rims;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tests.Nvidia.Authority;

/// <summary>
/// A vendor of GPUs made for tests, shaped as NVIDIA is: a device chain of five, a chain of four above reference values, and answers of
/// an OCSP responder for each, all good, so that any late check is reached.
/// </summary>
public sealed class GpuWorld
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly byte[] FirmwareId = SHA384.HashData("firmware"u8);

    public GpuWorld()
    {
        Root = Authority("Device CA", null);
        var family = Authority("GH100 Identity", Root);
        Provisioner = Authority("GH100 Provisioner", family);
        Boot = Authority("GH100 A01 GSP BROM", Provisioner);
        Device = Leaf("GH100 A01 GSP FMC LF", GpuIdentity.CompositeDevice(FirmwareId));
        DeviceChain = [Device, Boot, Provisioner, family, Root];
        var rimRoot = Authority("RIM CA", null);
        var rimFamily = Authority("Reference Value GH100 CA", rimRoot);
        var rimThird = Authority("Reference Value L3", rimFamily);
        RimSigner = GpuIdentity.Create("RIM L4 Signer", rimThird, false, Now.AddYears(-1), Now.AddDays(30));
        RimChain = [RimSigner, rimThird, rimFamily, rimRoot];
        Responder = Delegate(Provisioner);
        Collateral = new CollateralSnapshot([.. Answers(DeviceChain), .. Answers(RimChain), DriverRim().Item(), VbiosRim().Item()]);
    }

    internal GpuIdentity Root { get; }

    internal GpuIdentity Provisioner { get; }

    internal GpuIdentity Boot { get; }

    internal GpuIdentity Device { get; }

    internal GpuIdentity RimSigner { get; }

    /// <summary>An OCSP responder of the provisioner.</summary>
    internal GpuIdentity Responder { get; }

    internal GpuIdentity[] DeviceChain { get; }

    internal GpuIdentity[] RimChain { get; }

    public CollateralSnapshot Collateral { get; }

    public PolicyDocument Policy { get; } = Wanting(new GpuPolicy
    {
        Models = [new GpuModel("GH100", "550.54.15", "96.00.5E.00.01")],
        Modes = [GpuMode.SingleGpu],
    });

    public GpuVerifier Verifier(int cacheCapacity = GpuVerifier.DefaultCacheCapacity) =>
        new(Pin(DeviceChain[^1], AttestationFailure.RootNotPinned), Pin(RimChain[^1], AttestationFailure.RimChain), cacheCapacity);

    /// <summary>What devices of this vendor need.</summary>
    internal GpuNeeds Needs() => new(Pin(DeviceChain[^1], AttestationFailure.RootNotPinned), Pin(RimChain[^1], AttestationFailure.RimChain));

    /// <summary>Reads reference values of this vendor's.</summary>
    internal RimReader RimReader() => new(new P384Chains(Pin(RimChain[^1], AttestationFailure.RimChain), AttestationFailure.RimChain, 4));

    public static PolicyDocument Wanting(GpuPolicy policy) => new() { NetworkId = -239, Gpu = policy };

    public MachineEvidence Evidence() => Evidence(new ReportBuilder());

    internal MachineEvidence Evidence(ReportBuilder report) => new(EvidenceKind.NvidiaGpu, report.Build(Device.Key), Pem(DeviceChain));

    public EvidenceAppraisal Verify(
        MachineEvidence? evidence = null, CollateralSnapshot? collateral = null, PolicyDocument? policy = null, DateTimeOffset? at = null, byte[]? nonce = null, GpuVerifier? by = null) =>
        (by ?? Verifier()).Verify(evidence ?? Evidence(), new AppraisalContext(nonce, collateral ?? Collateral, policy ?? Policy, at ?? Now));

    internal static byte[] Pem(params IEnumerable<GpuIdentity> chain) => Encoding.ASCII.GetBytes(string.Concat(chain.Select(one => one.Pem)));

    internal GpuIdentity Leaf(string name, params IEnumerable<X509Extension> extensions) => GpuIdentity.Create(name, Boot, false, Now.AddYears(-1), GpuIdentity.Forever, null, extensions);

    internal static GpuIdentity Authority(string name, GpuIdentity? issuer) => GpuIdentity.Create(name, issuer, true, Now.AddYears(-2), GpuIdentity.Forever);

    /// <summary>A responder whose certificate is for OCSP signing.</summary>
    internal static GpuIdentity Delegate(GpuIdentity issuer, string use = "1.3.6.1.5.5.7.3.9", DateTimeOffset? until = null) =>
        GpuIdentity.Create("Responder", issuer, false, Now.AddDays(-1), until ?? Now.AddDays(9), null, new X509EnhancedKeyUsageExtension([new Oid(use)], false));

    internal static CollateralItem[] Answers(GpuIdentity[] chain) => [.. chain.SkipLast(1).Zip(chain.Skip(1), (subject, issuer) => new OcspBuilder(subject, issuer).Item())];

    internal RimBuilder DriverRim(GpuIdentity[]? chain = null)
    {
        var rim = new RimBuilder(chain ?? RimChain) { Id = "NV_GPU_DRIVER_GH100_550.144.03", Version = ReportBuilder.Driver };
        foreach (var index in (ReadOnlySpan<int>)[7, 21, 22, 35]) rim.Values[index] = [ReportBuilder.Value(index)];
        return rim;
    }

    internal RimBuilder VbiosRim()
    {
        var rim = new RimBuilder(RimChain) { Id = "NV_GPU_VBIOS_1010_0205_862_9600740020", Version = ReportBuilder.Vbios.ToLowerInvariant() };
        foreach (var index in (ReadOnlySpan<int>)[0, 1, 2]) rim.Values[index] = [new byte[48], ReportBuilder.Value(index)];
        return rim;
    }

    private static RootPin Pin(GpuIdentity root, AttestationFailure failure) => new(new HexBytes(SHA256.HashData(root.Certificate.PublicKey.ExportSubjectPublicKeyInfo())), failure);
}
