using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tdx;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.Tdx.Authority;

/// <summary>An authority, a platform of it, and a policy that wants what the platform runs: every check holds until a test turns a knob.</summary>
public sealed class IntelLikeWorld : IDisposable
{
    public IntelLikeWorld()
    {
        Platform = new IntelLikePlatform(Authority);
        Collateral = new CollateralBuilder(Authority).Build();
        Policy = Wanting(new QuoteBuilder(Platform).Build());
    }

    internal IntelLikeAuthority Authority { get; } = new();

    internal IntelLikePlatform Platform { get; }

    internal CollateralSnapshot Collateral { get; }

    internal PolicyDocument Policy { get; }

    internal static TdxPolicy Rules { get; } = new() { AllowedXfam = HexBytes.Parse("e702060000000000") };

    /// <summary>A policy for exactly the image of this quote.</summary>
    internal PolicyDocument Wanting(byte[] quote)
    {
        var empty = new AppraisalContext(default, CollateralSnapshot.Empty, new PolicyDocument { NetworkId = -3 }, IntelLikeAuthority.Now);
        var claims = (TdxClaims)Verifier().Verify(Evidence(quote), empty).Claims!;
        return new PolicyDocument
        {
            NetworkId = -3,
            Images = [new AllowedImage(ImageDigest.Of(EvidenceKind.Tdx, claims.Measurements), ImageRole.Provider, Tier.CcGpu, null, "image", claims.Measurements)],
            Tdx = Rules,
        };
    }

    /// <summary>A verifier that trusts our root and has seen nothing yet.</summary>
    internal TdxVerifier Verifier() => new(Authority.Pin);

    internal EvidenceAppraisal Verify(byte[] quote, CollateralSnapshot? collateral = null, PolicyDocument? policy = null, DateTimeOffset? at = null, byte[]? reportData = null, TdxVerifier? by = null) =>
        (by ?? Verifier()).Verify(Evidence(quote), new AppraisalContext(reportData, collateral ?? Collateral, policy ?? Policy, at ?? IntelLikeAuthority.Now));

    public void Dispose()
    {
        Platform.Dispose();
        Authority.Dispose();
    }

    private static MachineEvidence Evidence(byte[] quote) => new(EvidenceKind.Tdx, quote);
}
