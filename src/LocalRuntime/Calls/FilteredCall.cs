using System.Reflection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>A call on its way through a chain of filters, each of which calls <see cref="Invoke"/> to go on.</summary>
internal abstract class FilteredCall(Call call) : IGrainCallContext
{
    private int _stage;

    public IInvokable Request => Call;

    public abstract object Grain { get; }

    public GrainId? SourceId => Call.SourceId.IsDefault ? null : Call.SourceId;

    public GrainId TargetId => Call.TargetId;

    public GrainInterfaceType InterfaceType => GrainInterfaceType.Create(Call.Method.InterfaceName);

    public string InterfaceName => Call.GetInterfaceName();

    public string MethodName => Call.GetMethodName();

    public MethodInfo InterfaceMethod => Call.GetMethod();

    public Response? Response { get; set; }

    public object? Result
    {
        get => Response is { Exception: null } ? Response.Result : null;
        set => Response = Response.FromResult(value);
    }

    protected Call Call { get; } = call;

    protected abstract int FilterCount { get; }

    /// <exception cref="InvalidOperationException">A filter neither went on nor set a result, or went on twice at once.</exception>
    public async Task Invoke()
    {
        var stage = _stage++;
        try
        {
            if (stage > FilterCount) throw new InvalidOperationException("A call filter went on although the call had already been made.");
            if (stage < FilterCount)
            {
                var filter = await InvokeFilter(stage);
                if (Response is null) throw new InvalidOperationException($"The call filter {filter.GetType().FullName} neither called Invoke nor set a result.");
            }
            else Response = await InvokeCall();
        }
        finally
        {
            _stage--;
        }
    }

    protected abstract Task<object> InvokeFilter(int stage);

    protected abstract ValueTask<Response> InvokeCall();
}
