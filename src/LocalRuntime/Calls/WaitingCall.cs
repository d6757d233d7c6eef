using Cocoon.LocalRuntime.Activations;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>The caller's side of a call: its timeout and its cancellation.</summary>
internal abstract class WaitingCall(GrainMethod method, GrainId targetId, object?[] arguments) : Call(method, targetId, arguments)
{
    private CancellationTokenSource? _calleeCancellation;
    private CancellationTokenRegistration _callerCancellation;
    private LocalSilo? _silo;

    #region Place in the timeout queue, touched under its lock only
    public TimeoutQueue? TimeoutQueue { get; set; }

    public WaitingCall? NextTimeout { get; set; }

    public WaitingCall? PreviousTimeout { get; set; }

    public long Deadline { get; set; }
    #endregion

    /// <summary>The activation that has taken the call; a cancellation is delivered as one of its turns.</summary>
    public Activation? Receiver { get; set; }

    public abstract ValueTask<Response> AsResponse();

    /// <summary>The same call once more, for a filter that tries again.</summary>
    public abstract WaitingCall Again();

    /// <summary>Starts to wait: for the timeout, and for the caller's cancellation.</summary>
    public void StartWaiting(LocalSilo silo)
    {
        _silo = silo;
        var callerToken = GetCancellationToken();
        if (IsCancellable && (callerToken.CanBeCanceled || silo.Messaging.CancelRequestOnTimeout))
        {
            // The callee gets a token of its own, signalled in its own turn and never from the caller's thread.
            _calleeCancellation = new CancellationTokenSource();
            Arguments[Method.CancellationTokenIndex] = _calleeCancellation.Token;
        }

        if (IsOneWay) return;
        silo.Timeouts.Add(this, Method.ResponseTimeout ?? silo.Messaging.ResponseTimeout);
        if (callerToken.CanBeCanceled)
            _callerCancellation = callerToken.UnsafeRegister(static (call, token) => ((WaitingCall)call!).OnCallerCancelled(token), this);
    }

    /// <summary>The timeout has passed. The callee goes on, so the caller does not know the outcome.</summary>
    public void Expire()
    {
        var timeout = Method.ResponseTimeout ?? _silo!.Messaging.ResponseTimeout;
        if (!TryEnd(new TimeoutException($"No answer within {timeout} from {this}. The call may still run: its outcome is unknown."), default)) return;
        _callerCancellation.Unregister();
        if (_silo!.Messaging.CancelRequestOnTimeout) SignalCallee();
    }

    /// <summary>Runs in the callee's turn.</summary>
    public override bool TryCancel()
    {
        _calleeCancellation?.Cancel();
        return _calleeCancellation is not null;
    }

    protected abstract bool TryEnd(Exception exception, CancellationToken token);

    protected void StopWaiting()
    {
        TimeoutQueue?.Remove(this);
        _callerCancellation.Unregister();
    }

    private void OnCallerCancelled(CancellationToken token)
    {
        if (!_silo!.Messaging.WaitForCancellationAcknowledgement)
        {
            TimeoutQueue?.Remove(this);
            TryEnd(new OperationCanceledException(token), token);
        }

        SignalCallee();
    }

    private void SignalCallee()
    {
        if (_calleeCancellation is not null && Receiver is { } receiver) receiver.Post(() => receiver.Cancel(this));
    }
}
