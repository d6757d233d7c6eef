using Cocoon.Bench.Harness;

namespace Cocoon.Bench.Attestation;

/// <summary>Measurements of one kind of evidence. A new kind needs a class and its line in <see cref="AttestationBench"/>.</summary>
internal interface IRowSet
{
    void Measure(Runner runner);
}
