using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tests.SevSnp;
using Cocoon.Bench.Harness;

namespace Cocoon.Bench.Attestation;

/// <summary>
/// SEV-SNP reports under a hierarchy like AMD's (RSA-PSS 4096, P-384), with the chain verified each time and with the chain
/// kept from the last time. Both check the report's own signature each time.
/// </summary>
internal sealed class SnpRows : IRowSet
{
    public void Measure(Runner runner)
    {
        var machine = new SnpMachine();
        var (evidence, context, warm) = (machine.Evidence(), machine.Context(), machine.Hierarchy.Verifier());

        runner.Begin("SEV-SNP (Milan, VCEK)");
        runner.Measure("chain verified each time", () => Accepted(machine.Hierarchy.Verifier().Verify(evidence, context)));
        runner.Measure("chain known", () => Accepted(warm.Verify(evidence, context)));
        runner.Measure("refused by its form", () => warm.Verify(evidence with { Raw = evidence.Raw[1..] }, context));
    }

    private static EvidenceAppraisal Accepted(EvidenceAppraisal appraisal) =>
        appraisal.IsAccepted ? appraisal : throw new BenchException($"A report was refused: {appraisal.Failure}.");
}
