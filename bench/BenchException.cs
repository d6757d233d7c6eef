namespace Cocoon.Bench;

/// <summary>A benchmark that cannot run or whose result cannot be true: one sentence of what is wrong and what to do.</summary>
internal sealed class BenchException(string message) : Exception(message);
