using Cocoon.LocalRuntime.Activations;
using Cocoon.LocalRuntime.Calls;
using Cocoon.LocalRuntime.Copying;
using Cocoon.LocalRuntime.Grains;
using Cocoon.LocalRuntime.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime;

/// <summary>
/// The runtime of one process: holds what all activations share, and sends calls. The three things a simulator replaces come
/// in from outside: the time, the turn scheduler and the transport. Thread-safe.
/// </summary>
internal sealed class LocalSilo : ICallTransport, IDisposable
{
    /// <summary>How many ended activations in a row a call may meet before it is given up.</summary>
    public const int MaxForwards = 16;

    private static readonly GrainId OutsideGrains = GrainId.Create(GrainTypePrefix.ClientPrefix, "local");
    private IdleCollector? _collector;
    private IOutgoingGrainCallFilter[] _outgoingFilters = [];
    private SiloStatus _status;

    public LocalSilo(IServiceProvider services, TimeProvider time, ITurnScheduler turnScheduler, ILogger<LocalSilo> logger)
    {
        Services = services;
        Time = time;
        TurnScheduler = turnScheduler;
        Logger = logger;
        Messaging = services.GetRequiredService<IOptions<SiloMessagingOptions>>().Value;
        Collection = services.GetRequiredService<IOptions<GrainCollectionOptions>>().Value;
        Classes = new GrainClasses(services.GetRequiredService<IOptions<GrainTypeOptions>>().Value);
        Directory = new ActivationDirectory(this);
        Timeouts = new CallTimeouts(time);
        Transport = services.GetService<ICallTransport>() ?? this;
    }

    public IServiceProvider Services { get; }

    public TimeProvider Time { get; }

    public ITurnScheduler TurnScheduler { get; }

    public ICallTransport Transport { get; }

    public ILogger Logger { get; }

    public SiloMessagingOptions Messaging { get; }

    public GrainCollectionOptions Collection { get; }

    public GrainClasses Classes { get; }

    public ActivationDirectory Directory { get; }

    public CallTimeouts Timeouts { get; }

    public IIncomingGrainCallFilter[] IncomingFilters { get; private set; } = [];

    public bool HasIncomingFilters => IncomingFilters.Length > 0;

    /// <summary>Whether new activations may still be made.</summary>
    public bool MayActivate => _status is SiloStatus.Running or SiloStatus.Draining;

    public bool HasOutgoingFilters() => _outgoingFilters.Length > 0 || RuntimeContext.Current?.GrainInstance is IOutgoingGrainCallFilter;

    /// <summary>Begins to take calls. Filters are made now and not earlier, because they may need the grain factory.</summary>
    public void Start()
    {
        IncomingFilters = Services.GetServices<IIncomingGrainCallFilter>().ToArray();
        _outgoingFilters = Services.GetServices<IOutgoingGrainCallFilter>().ToArray();
        _collector = new IdleCollector(Directory, Time, Collection.CollectionQuantum);
        _status = SiloStatus.Running;
    }

    /// <summary>
    /// Stops in good order: calls from outside grains are refused at once, running calls end, all activations are deactivated.
    /// What is not done when <paramref name="deadline"/> is cancelled is abandoned, and its callers are told.
    /// </summary>
    public async Task Stop(CancellationToken deadline)
    {
        if (_status != SiloStatus.Running) return;
        _status = SiloStatus.Draining;
        _collector?.Dispose();
        try
        {
            // Activations made meanwhile, by calls among grains, get their turn in the next round.
            while (Directory.Activations.ToArray() is { Length: > 0 } activations)
            {
                foreach (var activation in activations)
                    activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The grain runtime is stopping."), deadline);
                await Task.WhenAll(activations.Select(activation => activation.Deactivated)).WaitAsync(deadline);
            }
        }
        catch (OperationCanceledException)
        {
            LocalSiloLog.StoppedEarly(Logger, Directory.Activations.Count());
        }

        _status = SiloStatus.Stopped;
        foreach (var call in Timeouts.TakeAll())
            call.Complete(Response.FromException(new SiloUnavailableException($"The grain runtime stopped before {call} had answered.")));
    }

    /// <summary>Sends a call without filters.</summary>
    /// <exception cref="SiloUnavailableException">The runtime has not started, or is stopping.</exception>
    public void Send(WaitingCall call)
    {
        var source = RuntimeContext.Current;
        call.GetCancellationToken().ThrowIfCancellationRequested();
        RequireAccepts(call, fromGrain: source is not null);
        call.SourceId = source?.GrainId ?? OutsideGrains;
        if (RequestContext.Current is { } values)
        {
            call.RequestContext = CopyValues(values);
            call.ReentrancyId = RequestContext.ReentrancyId;
        }

        call.StartWaiting(this);
        Transport.Send(call);
        if (call.IsOneWay) call.Complete(Response.Completed);
    }

    public async Task<TResult> SendThroughFilters<TResult>(WaitingCall call, GrainReference reference)
    {
        var source = RuntimeContext.Current;
        call.SourceId = source?.GrainId ?? OutsideGrains;
        var outgoing = new OutgoingCall(call, reference, source, _outgoingFilters);
        await outgoing.Invoke();
        return outgoing.Response!.GetResult<TResult>();
    }

    void ICallTransport.Send(Call call)
    {
        try
        {
            while (!Directory.Find(call).TryReceive(call))
            {
                // A pool of stateless workers closed between finding it and giving it the call.
            }
        }
        catch (Exception exception) when (exception is ArgumentException or OrleansException)
        {
            Transport.Reply(call, Response.FromException(exception));
        }
    }

    void ICallTransport.Reply(Call call, Response response) => call.Complete(response);

    public TimeSpan CollectionAgeOf(GrainClass grainClass) =>
        Collection.ClassSpecificCollectionAge.TryGetValue(grainClass.Type.FullName!, out var age) ? age : Collection.CollectionAge;

    public void Dispose() => _collector?.Dispose();

    private void RequireAccepts(WaitingCall call, bool fromGrain)
    {
        if (_status == SiloStatus.Running || (_status == SiloStatus.Draining && fromGrain)) return;
        throw new SiloUnavailableException(_status == SiloStatus.Created
            ? $"The grain runtime has not started, so {call} cannot be called. Start the host first."
            : $"The grain runtime is stopping, so {call} cannot be called.");
    }

    // The dictionary itself is never changed after it is published, so only mutable values need a copy.
    private static Dictionary<string, object> CopyValues(Dictionary<string, object> values)
    {
        foreach (var value in values.Values)
        {
            if (!DeepCopier.IsImmutable(value.GetType()))
                return values.ToDictionary(pair => pair.Key, pair => DeepCopier.Copy(pair.Value, typeof(object))!, StringComparer.Ordinal);
        }

        return values;
    }
}
