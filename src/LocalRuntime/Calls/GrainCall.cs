using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>A call with a caller waiting for a <typeparamref name="TResult"/>.</summary>
internal sealed class GrainCall<TResult>(GrainMethod method, GrainId targetId, object?[] arguments, TaskCreationOptions wakes)
    : WaitingCall(method, targetId, arguments)
{
    private readonly TaskCompletionSource<TResult> _completion = new(wakes);

    public Task<TResult> Task => _completion.Task;

    public override bool IsAbandoned => !IsOneWay && _completion.Task.IsCompleted;

    public override void Complete(Response response)
    {
        StopWaiting();
        if (response.Exception is { } exception) _completion.TrySetException(exception);
        else _completion.TrySetResult(response.GetResult<TResult>());
    }

    protected override bool TryEnd(Exception exception, CancellationToken token) =>
        exception is OperationCanceledException ? _completion.TrySetCanceled(token) : _completion.TrySetException(exception);

    public override async ValueTask<Response> AsResponse() => Response.FromResult(await _completion.Task);

    public override WaitingCall Again() => new GrainCall<TResult>(Method, TargetId, Arguments, wakes);
}
