namespace Cocoon.Attestation.Tests;

/// <summary>Facts about real evidence; skipped, with the reason, where the vectors are not.</summary>
public sealed class VectorTheoryAttribute : TheoryAttribute
{
    public VectorTheoryAttribute() => Skip = Vectors.Missing;
}
