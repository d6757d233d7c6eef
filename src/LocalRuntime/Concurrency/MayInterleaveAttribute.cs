namespace Orleans.Concurrency;

/// <summary>
/// Names a method <c>bool M(IInvokable call)</c> of the grain class, static or not, that says whether a call may interleave.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MayInterleaveAttribute(string callbackMethodName) : Attribute
{
    internal string CallbackMethodName { get; } = callbackMethodName;
}
