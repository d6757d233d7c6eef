namespace Cocoon.Core.Audit;

/// <summary>One rule that the books break.</summary>
/// <param name="Invariant">The rule's name in design.md section 4, "I1" to "I14".</param>
/// <param name="Subject">Whose record it is, such as "channel 0:ab…" or "batch 0/7".</param>
/// <param name="What">What was found instead; no secrets.</param>
public sealed record Finding(string Invariant, string Subject, string What)
{
    public override string ToString() => $"{Invariant} {Subject}: {What}";
}
