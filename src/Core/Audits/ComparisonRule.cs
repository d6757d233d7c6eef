namespace Cocoon.Core.Audits;

/// <summary>How strictly two answers to one request are compared.</summary>
/// <param name="IsGreedy">Whether the likeliest token was to be taken always, by nothing but the model's own logits: no temperature, penalties, biases or masks.</param>
/// <param name="IsWhole">Whether the first answer came to its own end; otherwise it may stop anywhere.</param>
/// <param name="Tolerance">Largest difference of log probabilities (nats) that is put down to hardware, at least 0.</param>
public sealed record ComparisonRule(bool IsGreedy, bool IsWhole, float Tolerance)
{
    /// <summary>
    /// Tolerance for two engines by the precision class of their arithmetic (<c>EngineDescriptor.Precision</c>): 0.02 where both
    /// compute in fp32, 0.15 in one other class, 0.5 across classes or where one is not known.
    /// </summary>
    public static float ToleranceOf(string precision, string other) =>
        precision.Length == 0 || other.Length == 0 || precision != other ? 0.5f : precision == "fp32" ? 0.02f : 0.15f;
}
