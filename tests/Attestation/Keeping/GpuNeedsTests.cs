using System.Formats.Asn1;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Tests.Nvidia.Authority;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tests.Keeping;

/// <summary>The keeper finds all that a GPU's verdict needs, which is known in full only once its reference values are there.</summary>
public sealed class GpuNeedsTests
{
    private readonly GpuWorld _world = new();
    private readonly FakeSource _source = new();

    [Fact]
    public async Task All_that_a_verdict_needs_is_found_in_two_rounds()
    {
        _source.Put(_world.Collateral);

        var found = await Keeper().For(Bundle(_world.Evidence()), GpuWorld.Now);

        found.Hash.Should().Be(_world.Collateral.Hash, "nothing is missing and nothing is there for nothing");
        _world.Verify(collateral: found).IsAccepted.Should().BeTrue();
    }

    [Fact]
    public async Task A_report_that_is_not_genuine_makes_nothing_be_fetched()
    {
        var raw = _world.Evidence().Raw.ToArray();
        raw[^1] ^= 1;

        await Keeper().For(Bundle(_world.Evidence() with { Raw = raw }), GpuWorld.Now);

        _source.Asked.Should().BeEmpty();
    }

    [Fact]
    public void A_request_names_the_certificate_by_its_issuer_and_number()
    {
        var need = _world.Needs().Of(_world.Evidence(), GpuWorld.Now).First(each => each.Key.Kind == CollateralKind.OcspAnswer);

        var outer = new AsnReader(need.Request.ToArray(), AsnEncodingRules.DER);
        var id = outer.ReadSequence().ReadSequence().ReadSequence().ReadSequence().ReadSequence();
        outer.HasData.Should().BeFalse();
        id.ReadSequence().ReadObjectIdentifier().Should().Be("2.16.840.1.101.3.4.2.2");
        id.ReadOctetString().Should().HaveCount(48);
        id.ReadOctetString().Should().HaveCount(48);
        id.ReadIntegerBytes().ToArray().Should().Equal(_world.Device.Certificate.SerialNumberBytes.ToArray());
        id.HasData.Should().BeFalse();
    }

    private CollateralKeeper Keeper() => new([_source], [_world.Needs()], new CollateralOptions(), new ManualTime(GpuWorld.Now), new RecordedLog<CollateralKeeper>());

    private static EvidenceBundle Bundle(MachineEvidence gpu) =>
        new(Samples.Claims, 0, default(HexBytes), new MachineEvidence(EvidenceKind.Simulated, default), [gpu]);
}
