using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tdx;
using Cocoon.Attestation.Tdx.Quotes;
using Cocoon.Attestation.Tests.Tdx.Authority;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A TDX quote. A verifier never throws, and only the quotes that were signed are valid.</summary>
internal sealed class TdxQuoteTarget : FuzzTarget
{
    private static readonly PolicyDocument Nothing = new() { NetworkId = -3 };
    private readonly IntelLikeWorld _world = new();
    private readonly TdxVerifier _verifier;
    private readonly HashSet<Cocoon.Core.Crypto.HexBytes> _signed;

    public TdxQuoteTarget()
    {
        _verifier = _world.Verifier();
        Seeds = [.. new[] { (4, 2), (5, 2), (5, 3) }.Select(form => new QuoteBuilder(_world.Platform) { Version = form.Item1, BodyType = form.Item2 }.Build())];
        _signed = [.. Seeds.Select(seed => Verify(seed).Claims!.SignedHash)];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Signatures are checked.</summary>
    public override int Cost => 5;

    public override void Read(byte[] input)
    {
        if (TdxQuoteParser.TryParse(input, out var quote, out var fault)) quote.Body.Bytes.Length.Should().BeOneOf(TdReport.BytesOfTdx10, TdReport.BytesOfTdx15);
        else fault.Failure.Should().NotBe(AttestationFailure.None);
        if (Verify(input).Claims is { } claims) _signed.Should().Contain(claims.SignedHash);
    }

    public override bool IsRefusal(Exception exception) => false;

    public override void Dispose()
    {
        _world.Dispose();
        base.Dispose();
    }

    private EvidenceAppraisal Verify(byte[] quote) => _verifier.Verify(new MachineEvidence(EvidenceKind.Tdx, quote), new AppraisalContext(default, CollateralSnapshot.Empty, Nothing, IntelLikeAuthority.Now));
}
