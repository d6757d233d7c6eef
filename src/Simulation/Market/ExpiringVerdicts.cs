using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Runtime;

namespace Cocoon.Simulation.Market;

/// <summary>The product's verdicts on simulated evidence, which end within seconds when the collateral behind them expires.</summary>
internal sealed class ExpiringVerdicts(World world, IMachineVerifier inner) : IMachineVerifier
{
    public async Task<AppraisalResult> Appraise(EvidenceBundle bundle, BindingExpectation expected, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var result = await inner.Appraise(bundle, expected, at, cancellationToken);
        return !expected.IsRelayed && world.Faults.Strike(FaultKind.CollateralExpires) is { } dice
            ? result with { NotAfter = at + dice.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(30)) }
            : result;
    }
}
