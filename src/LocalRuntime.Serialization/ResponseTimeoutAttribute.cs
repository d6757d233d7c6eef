using System.Globalization;

namespace Orleans;

/// <summary>How long a caller waits for an answer of this method, instead of the configured default.</summary>
/// <param name="timeout">A <see cref="TimeSpan"/> in its invariant text form, for example "00:00:05".</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
{
    public TimeSpan? Timeout { get; init; } = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);
}
