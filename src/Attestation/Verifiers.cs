using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Azure;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Open;
using Cocoon.Attestation.SevSnp;
using Cocoon.Attestation.Tdx;

namespace Cocoon.Attestation;

/// <summary>The verifiers of all kinds of evidence, trusting the vendors' own roots. One line for each kind.</summary>
public static class Verifiers
{
    /// <summary>One instance of each for the whole process, so that their caches are shared.</summary>
    public static IEnumerable<IEvidenceVerifier> All { get; } =
    [
        new SimulatedVerifier(),
        new TdxVerifier(),
        new SnpVerifier(),
        new GpuVerifier(),
        new NrasVerifier(),
        new AzureVerifier(),
        new OpenVerifier(),
    ];
}
