using Cocoon.LocalRuntime.Calls;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;
using Orleans.Storage;

namespace Cocoon.LocalRuntime.Activations;

/// <summary>Which call runs next, and what happens when it ends.</summary>
internal sealed partial class Activation
{
    private readonly CallList _waiting = new();
    private Dictionary<Guid, int>? _reentrantSections;
    private int _running;

    // As in Orleans: the call that others must wait for. Null also while only interleaving calls are left running.
    private Call? _blocking;

    void Orleans.Core.Internal.ICallChainReentrantGrainContext.OnEnterReentrantSection(Guid reentrancyId)
    {
        _reentrantSections ??= [];
        _reentrantSections[reentrancyId] = _reentrantSections.GetValueOrDefault(reentrancyId) + 1;
    }

    void Orleans.Core.Internal.ICallChainReentrantGrainContext.OnExitReentrantSection(Guid reentrancyId)
    {
        if (_reentrantSections is null || !_reentrantSections.TryGetValue(reentrancyId, out var depth))
            throw new InvalidOperationException("A reentrancy section was closed in another grain than it was opened in, or twice.");
        if (depth == 1) _reentrantSections.Remove(reentrancyId);
        else _reentrantSections[reentrancyId] = depth - 1;
    }

    private void Take(Call call)
    {
        if (_status == ActivationStatus.Ended) GiveBack(call);
        else if (RejectsAsOverloaded(call, out var overload)) End(call, Response.FromException(overload));
        else
        {
            if (call is WaitingCall waiting) waiting.Receiver = this;
            _waiting.Add(call);
            RunWaiting();
        }
    }

    private void RunWaiting()
    {
        var call = _waiting.First;
        while (call is not null && _status == ActivationStatus.Active)
        {
            var next = call.NextWaiting;
            if (MayRunOrFail(call))
            {
                _waiting.Remove(call);
                if (call.IsAbandoned && Silo.Messaging.DropExpiredMessages) Unload(call);
                else Run(call);
                if (_blocking is null) next = _waiting.First;
            }
            else if (!_waiting.MayHoldInterleaving && !Class.HasInterleavingRule)
            {
                // Nothing further down could run either. Without this a long mailbox would be walked once per call.
                return;
            }

            call = next;
        }
    }

    /// <summary>As <see cref="MayRun"/>; if the grain's own rule throws, the call fails with that exception.</summary>
    private bool MayRunOrFail(Call call)
    {
        try
        {
            return MayRun(call);
        }
        catch (Exception exception)
        {
            _waiting.Remove(call);
            Unload(call);
            End(call, Response.FromException(exception));
            return false;
        }
    }

    private bool MayRun(Call call) =>
        _running == 0 || _blocking is null
        || call.IsAlwaysInterleave
        || (call.IsReadOnly && _blocking.IsReadOnly)
        || (call.ReentrancyId != Guid.Empty && _reentrantSections?.ContainsKey(call.ReentrancyId) == true)
        || (Class.HasInterleavingRule && (Class.MayInterleave(GrainInstance, call) || Class.MayInterleave(GrainInstance, _blocking)));

    private void Run(Call call)
    {
        _running++;
        if (_blocking is null && !call.IsAlwaysInterleave) _blocking = call;
        var running = RunToEnd(call);
        if (running.IsCompletedSuccessfully) OnEnded(call);
        else _ = Wait(running, call);
    }

    private async Task Wait(ValueTask running, Call call)
    {
        await running;
        OnEnded(call);
        RunWaiting();
    }

    private void OnEnded(Call call)
    {
        _running--;
        if (ReferenceEquals(_blocking, call)) _blocking = null;
        Unload(call);
        if (_running == 0) StopIfIdle();
    }

    /// <summary>Never throws: every outcome becomes a response.</summary>
    private async ValueTask RunToEnd(Call call)
    {
        RequestContext.Current = call.RequestContext;
        Response response;
        try
        {
            call.SetTarget(this);
            response = Silo.HasIncomingFilters || GrainInstance is IIncomingGrainCallFilter ? await RunThroughFilters(call) : await call.Invoke();
        }
        catch (Exception exception)
        {
            response = Response.FromException(exception);
        }

        if (response.Exception is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            // The memory of this activation is stale. The mark keeps callers that let the exception pass from ending too.
            conflict.IsSourceActivation = false;
            Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, conflict, "A storage conflict left a grain call."));
        }

        // Before the answer: who sees the answer may rely on the age having started anew.
        if (call.KeepsAlive) Touch();
        End(call, response);
    }

    private async ValueTask<Response> RunThroughFilters(Call call)
    {
        var incoming = new IncomingCall(call, this, Silo.IncomingFilters);
        await incoming.Invoke();
        return incoming.Response!;
    }

    private void End(Call call, Response response)
    {
        if (!call.IsOneWay) Silo.Transport.Reply(call, response);
        else if (response.Exception is { } exception) LogOneWayFailed(Silo.Logger, exception, call);
    }

    /// <summary>The caller of a call has cancelled. In the grain's turns only.</summary>
    public void Cancel(WaitingCall call)
    {
        // A call that has not started never will: its caller has gone.
        if (_waiting.Remove(call))
        {
            Unload(call);
            Silo.Transport.Reply(call, Response.FromException(new OperationCanceledException()));
        }

        try
        {
            call.TryCancel();
        }
        catch (AggregateException exception)
        {
            LogCancelFailed(Silo.Logger, exception, call);
        }
    }

    /// <summary>Answers a call that this activation will not run: one that failed to start tells why, one that has ended passes it on.</summary>
    private void GiveBack(Call call)
    {
        Unload(call);
        if (call.IsLocalOnly) return;
        if (_reason is { ReasonCode: DeactivationReasonCode.ActivationFailed, Exception: { } failure }) End(call, Response.FromException(failure));
        else if (++call.Forwards <= LocalSilo.MaxForwards) Silo.Transport.Send(call);
        else End(call, Response.FromException(new OrleansMessageRejectionException($"The call {call} met {call.Forwards} ended activations one after another and was given up.")));
    }

    private bool RejectsAsOverloaded(Call call, out LimitExceededException overload)
    {
        var (name, limit) = Class.StatelessWorker is null
            ? (nameof(SiloMessagingOptions.MaxEnqueuedRequestsHardLimit), Silo.Messaging.MaxEnqueuedRequestsHardLimit)
            : (nameof(SiloMessagingOptions.MaxEnqueuedRequestsHardLimit_StatelessWorker), Silo.Messaging.MaxEnqueuedRequestsHardLimit_StatelessWorker);
        var count = _running + _waiting.Count;
        overload = null!;
        if (limit <= 0 || count <= limit || call.IsLocalOnly) return false;
        Unload(call);
        overload = new LimitExceededException(name, count, limit, GrainId);
        return true;
    }

    /// <summary>The pool of a stateless worker counts the calls it gave out; ticks of timers are not among them.</summary>
    private void Unload(Call call)
    {
        if (!call.IsLocalOnly) _pool?.OnCallEnded(this);
    }

    [LoggerMessage(EventId = 100, Level = LogLevel.Warning, Message = "The one-way call {Call} failed.")]
    private static partial void LogOneWayFailed(ILogger logger, Exception exception, Call call);

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "A cancellation callback of the call {Call} failed.")]
    private static partial void LogCancelFailed(ILogger logger, Exception exception, Call call);
}
