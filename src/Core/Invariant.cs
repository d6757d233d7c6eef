using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Cocoon.Core;

/// <summary>
/// Assertions that stay on in production. A violation is counted in the metric <c>cocoon.ledger.invariant_violations</c>
/// (which must be 0) and thrown, so that no write built on it can happen.
/// </summary>
public static class Invariant
{
    private static readonly Meter Meter = new("Cocoon.Ledger");
    private static readonly Counter<long> Violations = Meter.CreateCounter<long>("cocoon.ledger.invariant_violations", "{violation}", "Money invariants found violated, by invariant. Anything but 0 is an emergency.");

    /// <param name="condition">What must hold.</param>
    /// <param name="name">The invariant's name in design.md section 4, such as "I5".</param>
    /// <param name="what">What was found instead; no secrets.</param>
    /// <exception cref="InvariantViolationException">The condition is false.</exception>
    public static void Require([DoesNotReturnIf(false)] bool condition, string name, string what)
    {
        if (!condition) Throw(name, what);
    }

    /// <inheritdoc cref="Require(bool, string, string)"/>
    public static void Require([DoesNotReturnIf(false)] bool condition, string name, [InterpolatedStringHandlerArgument(nameof(condition))] ref InvariantMessage what)
    {
        if (!condition) Throw(name, what.ToStringAndClear());
    }

    [DoesNotReturn]
    private static void Throw(string name, string what)
    {
        Violations.Add(1, new KeyValuePair<string, object?>("invariant", name));
        throw new InvariantViolationException(name, what);
    }
}
