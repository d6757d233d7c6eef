using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A machine's evidence, of every kind there is. A verifier never throws; only the machine's own evidence is accepted.</summary>
internal sealed class EvidenceTarget : FuzzTarget
{
    private static readonly ReportBinding Binding = new(new HexBytes(new byte[32]), -3, AccountAddress.From(0, new byte[32]));
    private static readonly byte[] Good = SimulatedEvidence.Create(Binding).Raw.ToArray();
    private readonly SimulatedVerifier _verifier = new();

    public override IReadOnlyList<byte[]> Seeds { get; } = [Good];

    public override void Read(byte[] input) =>
        (_verifier.Verify(new MachineEvidence(EvidenceKind.Simulated, input), Binding, DateTimeOffset.UnixEpoch).Appraisal is not null).Should().Be(input.AsSpan().SequenceEqual(Good));

    public override bool IsRefusal(Exception exception) => false;
}
