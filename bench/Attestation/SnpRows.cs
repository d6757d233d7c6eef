using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tests.SevSnp;
using Cocoon.Bench.Harness;

namespace Cocoon.Bench.Attestation;

/// <summary>
/// AMD SEV-SNP: whole appraisals, S1 to S10, with the chain and the revocation list verified each time and with both known
/// from before. The report's own signature is checked each time. The machine is of a hierarchy of our own with keys as large
/// as AMD's (RSA-4096, P-384), so that every check holds.
/// </summary>
internal sealed class SnpRows : IRowSet
{
    /// <exception cref="BenchException">The machine is not accepted, so the figures would mean nothing.</exception>
    public void Measure(Runner runner)
    {
        ArgumentNullException.ThrowIfNull(runner);
        var machine = new SnpMachine();
        var (evidence, context) = (machine.Evidence(), machine.Context());
        var warm = machine.Hierarchy.Verifier();
        if (warm.Verify(evidence, context) is { IsAccepted: false } refused) throw new BenchException($"SEV-SNP: {refused.Failure} {refused.Checks[^1].Detail}");
        var cut = evidence with { Raw = evidence.Raw[1..] };

        runner.Begin("AMD SEV-SNP");
        runner.Measure("nothing known", () => machine.Hierarchy.Verifier().Verify(evidence, context));
        runner.Measure("chain and revocation list known", () => warm.Verify(evidence, context));
        runner.Measure("refused by its form", () => warm.Verify(cut, context).Failure == AttestationFailure.ReportMalformed);
    }
}
