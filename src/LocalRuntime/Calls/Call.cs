using System.Reflection;
using Orleans.CodeGeneration;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>
/// One call: the method, its arguments, where it comes from and goes to, and its place in a mailbox. The caller's side is in
/// <see cref="GrainCall{TResult}"/>.
/// </summary>
internal abstract class Call(GrainMethod method, GrainId targetId, object?[] arguments) : IInvokable
{
    private object? _target;

    public GrainMethod Method { get; } = method;

    public GrainId TargetId { get; } = targetId;

    public object?[] Arguments { get; } = arguments;

    public GrainId SourceId { get; set; }

    /// <summary>Shared and never changed after the call is sent.</summary>
    public Dictionary<string, object>? RequestContext { get; set; }

    public Guid ReentrancyId { get; set; }

    /// <summary>What the transport remembers of the call's way; the runtime does not look at it.</summary>
    public object? Passage { get; set; }

    /// <summary>How often the call was addressed anew because its activation had ended.</summary>
    public int Forwards { get; set; }

    public virtual bool IsAlwaysInterleave => (Method.Options & InvokeMethodOptions.AlwaysInterleave) != 0;

    public bool IsReadOnly => (Method.Options & InvokeMethodOptions.ReadOnly) != 0;

    public bool IsOneWay => (Method.Options & InvokeMethodOptions.OneWay) != 0;

    /// <summary>Whether running it counts as use of the activation.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>A timer tick belongs to its activation and dies with it.</summary>
    public virtual bool IsLocalOnly => false;

    /// <summary>The caller no longer waits: it timed out or cancelled.</summary>
    public virtual bool IsAbandoned => false;

    public bool IsCancellable => Method.CancellationTokenIndex >= 0;

    /// <summary>Gives the outcome to the caller. The first outcome wins.</summary>
    public abstract void Complete(Response response);

    /// <summary>Runs the grain method on the target that was set.</summary>
    public virtual ValueTask<Response> Invoke() => Method.Invoke(_target ?? throw new InvalidOperationException("The call has no target yet."), Arguments);

    public object? GetTarget() => _target;

    public virtual void SetTarget(ITargetHolder holder) =>
        _target = Method.IsExtension ? holder.GetComponent(Method.InterfaceType) : holder.GetTarget();

    public int GetArgumentCount() => Arguments.Length;

    public object? GetArgument(int index) => Arguments[index];

    public void SetArgument(int index, object value) => Arguments[index] = value;

    public string GetMethodName() => Method.Name;

    public virtual string GetInterfaceName() => Method.InterfaceName;

    public string GetActivityName() => $"{Method.InterfaceType.Name}/{Method.Name}";

    public MethodInfo GetMethod() => Method.InterfaceMethod;

    public Type GetInterfaceType() => Method.InterfaceType;

    public TimeSpan? GetDefaultResponseTimeout() => Method.ResponseTimeout;

    public CancellationToken GetCancellationToken() =>
        IsCancellable && Arguments[Method.CancellationTokenIndex] is CancellationToken token ? token : CancellationToken.None;

    public virtual bool TryCancel() => false;

    // Arguments stay out on purpose: this text goes to logs and exceptions.
    public override string ToString() => $"{Method.InterfaceName}.{Method.Name} of {TargetId}";

    void IDisposable.Dispose()
    {
    }

    #region Place in the mailbox of the activation, touched in its turns only
    public Call? NextWaiting { get; set; }

    public Call? PreviousWaiting { get; set; }
    #endregion
}
