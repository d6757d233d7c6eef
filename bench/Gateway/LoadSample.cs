namespace Cocoon.Bench.Gateway;

/// <summary>One request: milliseconds to its first byte and to its last, or why it failed.</summary>
internal readonly record struct LoadSample(double First, double Whole, string? Failure);
