namespace Orleans;

/// <summary>Promises that a value never changes, so a call may pass it without a copy. Same name and meaning as in Orleans.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
public sealed class ImmutableAttribute : Attribute;
