using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tests.Nvidia.Authority;
using Cocoon.Bench.Harness;

namespace Cocoon.Bench.Attestation;

/// <summary>
/// NVIDIA GPUs by local check: whole appraisals, N1 to N6, of a device of a vendor of our own with chains as long as NVIDIA's
/// (five of P-384) and all its collateral, with everything verified each time and with what does not change known from before.
/// </summary>
internal sealed class NvidiaRows : IRowSet
{
    private const int GpusOfABox = 8;

    public void Measure(Runner runner)
    {
        var world = new GpuWorld();
        var evidence = world.Evidence();
        var context = new AppraisalContext(default, world.Collateral, world.Policy, GpuWorld.Now);
        var warm = world.Verifier();

        runner.Begin("NVIDIA GPU");
        runner.Measure("nothing known", () => Accepted(world.Verifier().Verify(evidence, context)));
        runner.Measure("chains, answers and reference values known", () => Accepted(warm.Verify(evidence, context)));
        runner.Measure("the same for a box of eight", () => Enumerable.Range(0, GpusOfABox).Select(_ => Accepted(warm.Verify(evidence, context))).Last());
        runner.Measure("refused by its form", () => warm.Verify(evidence with { Raw = evidence.Raw[1..] }, context));
    }

    private static EvidenceAppraisal Accepted(EvidenceAppraisal appraisal) =>
        appraisal.IsAccepted ? appraisal : throw new BenchException($"A GPU was refused: {appraisal.Failure}.");
}
