using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Nvidia.Rims;
using Cocoon.Attestation.Tests.Nvidia.Authority;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Reference values in XML, as any provider may send them along. Reading never throws, and what was not signed so is refused.</summary>
internal sealed class GpuRimTarget : FuzzTarget
{
    private readonly RimReader _reader;
    private readonly string _good;

    public GpuRimTarget()
    {
        var world = new GpuWorld();
        _reader = world.RimReader();
        var item = world.DriverRim().Item();
        Seeds = [item.Body.ToArray()];
        _good = Said(Seeds[0]) ?? throw new InvalidOperationException("The good reference values are refused.");
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>XML is read twice and brought into canonical form.</summary>
    public override int Cost => 50;

    public override long AllocatedAtLeast => 8_000_000;

    public override void Read(byte[] input) => (Said(input) ?? _good).Should().Be(_good);

    public override bool IsRefusal(Exception exception) => false;

    private string? Said(byte[] body)
    {
        var item = new CollateralItem(new CollateralKey(CollateralKind.GpuRim, ""), body);
        if (!_reader.TryRead(item, GpuWorld.Now, out var rim, out var refusal))
        {
            refusal.Failure.Should().NotBe(AttestationFailure.None);
            return null;
        }
        return $"{rim.Version} {rim.Product} {string.Join(';', rim.Values.Select(one => $"{one.Key} {one.Value.IsActive} {string.Join(',', one.Value.Allowed)}"))}";
    }
}
