namespace Cocoon.Attestation.Tests;

/// <summary>A fact about real evidence; skipped, with the reason, where the vectors are not.</summary>
public sealed class VectorFactAttribute : FactAttribute
{
    public VectorFactAttribute() => Skip = Vectors.Missing;
}
