using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Runtime;

namespace Cocoon.Simulation.Market;

/// <summary>The simulated verifier, whose appraisals end within seconds when the collateral behind them expires.</summary>
internal sealed class ExpiringVerifier(World world) : IEvidenceVerifier
{
    private readonly SimulatedVerifier _inner = new();

    public EvidenceKind Kind => _inner.Kind;

    public AppraisalResult Verify(MachineEvidence evidence, ReportBinding binding, DateTimeOffset at)
    {
        // Its lifetime counts from when it is made, so an appraisal of the past is one that ends soon.
        var life = world.Faults.Strike(FaultKind.CollateralExpires) is { } dice ? dice.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(30)) : SimulatedVerifier.Lifetime;
        return _inner.Verify(evidence, binding, at - SimulatedVerifier.Lifetime + life);
    }
}
