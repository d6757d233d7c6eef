namespace Orleans.Concurrency;

/// <summary>Calls of such interface methods may interleave with one another.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
