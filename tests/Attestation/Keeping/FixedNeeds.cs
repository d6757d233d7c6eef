using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.Tests.Keeping;

/// <summary>Evidence that needs what its raw bytes name: "kind id" in each line.</summary>
internal sealed class FixedNeeds : ICollateralNeeds
{
    public EvidenceKind Kind => EvidenceKind.Simulated;

    public static EvidenceBundle Bundle(params CollateralKey[] keys) => Bundle(default, keys);

    public static EvidenceBundle Bundle(ReadOnlyMemory<byte> endorsements, params CollateralKey[] keys) => new(
        Samples.Claims, 0, default,
        new MachineEvidence(EvidenceKind.Simulated, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', keys.Select(key => $"{(int)key.Kind} {key.Id}"))), endorsements), []);

    public IEnumerable<CollateralNeed> Of(MachineEvidence evidence, DateTimeOffset at) =>
        System.Text.Encoding.UTF8.GetString(evidence.Raw.Span).Split('\n').Select(line => line.Split(' ', 2))
            .Select(parts => new CollateralNeed(new CollateralKey((CollateralKind)int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[1])));
}
