namespace Cocoon.Core;

/// <summary>A money invariant does not hold: a bug in this program or a damaged record. Nothing was written.</summary>
public sealed class InvariantViolationException(string name, string what)
    : Exception($"Invariant {name} is violated: {what}")
{
    public string Invariant { get; } = name;
}
