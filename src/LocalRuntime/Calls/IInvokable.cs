using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>One call: a method and its arguments. What call filters and <see cref="Concurrency.MayInterleaveAttribute"/> predicates see.</summary>
public interface IInvokable : IDisposable
{
    bool IsCancellable { get; }

    object? GetTarget();

    void SetTarget(ITargetHolder holder);

    ValueTask<Response> Invoke();

    int GetArgumentCount();

    object? GetArgument(int index);

    void SetArgument(int index, object value);

    string GetMethodName();

    string GetInterfaceName();

    string GetActivityName();

    MethodInfo GetMethod();

    Type GetInterfaceType();

    TimeSpan? GetDefaultResponseTimeout();

    CancellationToken GetCancellationToken();

    bool TryCancel();
}
