namespace Orleans.Concurrency;

/// <summary>Calls of this grain class may interleave at any await. Still one turn at a time.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
