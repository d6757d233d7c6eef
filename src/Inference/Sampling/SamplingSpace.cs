namespace Cocoon.Inference.Sampling;

/// <summary>Working memory for choosing a token; one for all sequences whose tokens are chosen one after the other. Not thread-safe.</summary>
/// <param name="vocabulary">Logits that a model gives.</param>
internal sealed class SamplingSpace(int vocabulary)
{
    /// <summary>Logits as they are changed, then weights.</summary>
    public float[] Values { get; } = new float[vocabulary];

    /// <summary>Tokens that may be drawn.</summary>
    public ulong[] Candidates { get; } = new ulong[vocabulary];
}
