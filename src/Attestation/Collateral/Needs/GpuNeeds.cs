using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Nvidia.Chains;
using Cocoon.Attestation.Nvidia.Ocsp;
using Cocoon.Attestation.Nvidia.Rims;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Collateral.Needs;

/// <summary>
/// What a GPU needs: reference values of its driver and VBIOS, and an answer about each certificate below a root, of its own
/// chain and of those that signed the reference values. Only genuine reports make anything be fetched.
/// </summary>
public sealed class GpuNeeds : ICollateralNeeds
{
    private readonly GpuValidity _validity;
    private readonly RimReader _rims;

    public GpuNeeds()
        : this(NvidiaRoots.Device, NvidiaRoots.ReferenceValues)
    {
    }

    internal GpuNeeds(RootPin devices, RootPin referenceValues)
    {
        _validity = new GpuValidity(new P384Chains(devices, AttestationFailure.GpuChain, GpuVerifier.DefaultCacheCapacity));
        _rims = new RimReader(new P384Chains(referenceValues, AttestationFailure.RimChain, GpuVerifier.DefaultCacheCapacity));
    }

    public EvidenceKind Kind => EvidenceKind.NvidiaGpu;

    public IEnumerable<CollateralNeed> Of(MachineEvidence evidence, DateTimeOffset at) =>
        _validity.TryCheck(evidence, at, new CheckLog(), out var claims, out var chain)
            ? [Rim(claims.DriverRim), Rim(claims.VbiosRim), .. Answers(chain)]
            : [];

    public IEnumerable<CollateralNeed> After(CollateralItem item, DateTimeOffset at) =>
        item.Key.Kind == CollateralKind.GpuRim && _rims.TryRead(item, at, out var rim, out _) ? Answers(rim.Chain) : [];

    private static CollateralNeed Rim(string id) => new(new CollateralKey(CollateralKind.GpuRim, id));

    private static IEnumerable<CollateralNeed> Answers(P384Chain chain) => chain.Links.Zip(chain.Links.Skip(1), (certificate, issuer) => new CollateralNeed(
        new CollateralKey(CollateralKind.OcspAnswer, certificate.Hash.ToString()), Request: new HexBytes(OcspRequest.Of(certificate, issuer))));
}
