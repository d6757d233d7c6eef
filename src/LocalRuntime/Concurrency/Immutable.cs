using System.Diagnostics.CodeAnalysis;

namespace Orleans.Concurrency;

/// <summary>Wraps a value that both sides promise not to change, so it crosses calls without a copy.</summary>
[Immutable]
[SuppressMessage("Design", "CA1051", Justification = "The field is part of Orleans' API.")]
public readonly struct Immutable<T>(T value)
{
    public readonly T Value = value;
}
