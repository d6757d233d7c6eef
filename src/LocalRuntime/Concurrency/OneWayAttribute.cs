namespace Orleans.Concurrency;

/// <summary>The caller of this interface method does not wait and never learns of an error.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
