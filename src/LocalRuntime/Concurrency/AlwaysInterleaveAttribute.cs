namespace Orleans.Concurrency;

/// <summary>Calls of this interface method start without waiting for other calls, and others may start while it runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
