using Cocoon.Attestation.Nvidia.Chains;
using Cocoon.Attestation.Nvidia.Ocsp;
using Cocoon.Attestation.Tests.Nvidia.Authority;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>An OCSP answer, as any provider may send it along. Reading never throws, and what was not signed so is not taken for signed.</summary>
internal sealed class OcspAnswerTarget : FuzzTarget
{
    private readonly P384Key _key;
    private readonly HashSet<string> _signed;

    public OcspAnswerTarget()
    {
        var world = new GpuWorld();
        _key = P384Key.TryCreate(world.Boot.Certificate)!;
        Seeds =
        [
            new OcspBuilder(world.Device, world.Boot).Build(),
            new OcspBuilder(world.Device, world.Boot) { Status = OcspBuilder.Hold, Until = null }.Build(),
            new OcspBuilder(world.Device, world.Boot) { Status = OcspBuilder.Unknown, Responder = GpuWorld.Delegate(world.Boot) }.Build(),
        ];
        _signed = [.. Seeds.Select(seed => Said(OcspAnswer.TryParse(seed)!))];
    }

    public override IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>A signature is checked.</summary>
    public override int Cost => 5;

    public override void Read(byte[] input)
    {
        if (OcspAnswer.TryParse(input) is { } answer && answer.IsSignedBy(_key)) _signed.Should().Contain(Said(answer));
    }

    public override bool IsRefusal(Exception exception) => false;

    public override void Dispose()
    {
        _key.Dispose();
        base.Dispose();
    }

    private static string Said(OcspAnswer answer) => string.Join(';', answer.Entries.Select(entry => $"{entry.Serial} {entry.Status} {entry.ThisUpdate:O} {entry.NextUpdate:O}"));
}
