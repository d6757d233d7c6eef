using Cocoon.LocalRuntime.Calls;
using Cocoon.LocalRuntime.Grains;
using Cocoon.LocalRuntime.Scheduling;
using Cocoon.LocalRuntime.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Core.Internal;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Activations;

/// <summary>
/// One living grain. All its work, the grain's code included, happens in turns of one <see cref="TurnQueue"/>, so nothing here
/// is locked: other threads only post turns. The parts: this file is what others see, Mailbox decides which call runs next,
/// Lifecycle brings the grain to life and ends it.
/// </summary>
internal sealed partial class Activation : IGrainContext, ICallTarget, ICallChainReentrantGrainContext
{
    private readonly TurnQueue _turns;
    private IServiceScope? _scope;
    private readonly StatelessWorkerPool? _pool;
    private readonly GrainLifecycle _lifecycle = new();
    private readonly HashSet<GrainTimer> _timers = [];
    private readonly TaskCompletionSource _deactivated;
    private Dictionary<Type, object>? _components;
    private GrainReference? _reference;

    public Activation(LocalSilo silo, GrainClass grainClass, GrainId id, StatelessWorkerPool? pool = null)
    {
        Silo = silo;
        Class = grainClass;
        GrainId = id;
        _pool = pool;
        _deactivated = new TaskCompletionSource(silo.TurnScheduler.Wakes);
        _turns = new TurnQueue(silo.TurnScheduler, this, Handle);
        _collectionAge = silo.CollectionAgeOf(grainClass);
        Touch();
    }

    public LocalSilo Silo { get; }

    public GrainClass Class { get; }

    public GrainId GrainId { get; }

    public ActivationId ActivationId { get; } = ActivationId.NewId();

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => (_scope ??= Silo.Services.CreateScope()).ServiceProvider;

    public IGrainLifecycle ObservableLifecycle => _lifecycle;

    public Task Deactivated => _deactivated.Task;

    public GrainReference GrainReference => _reference ??= GrainReference.Create(Silo, GrainId, typeof(IAddressable));

    /// <summary>Calls given to this activation and not finished; kept for stateless workers, to choose the least busy.</summary>
    public int Load { get; set; }

    public object? GetTarget() => GrainInstance;

    public object? GetComponent(Type componentType)
    {
        if (_components is not null && _components.TryGetValue(componentType, out var component)) return component;
        if (componentType == typeof(IAsyncEnumerableGrainExtension))
        {
            var extension = new AsyncEnumerableGrainExtension(this);
            SetComponent<IAsyncEnumerableGrainExtension>(extension);
            return extension;
        }

        return componentType.IsInstanceOfType(GrainInstance) ? GrainInstance : null;
    }

    public void SetComponent<TComponent>(TComponent? value) where TComponent : class
    {
        _components ??= [];
        if (value is null) _components.Remove(typeof(TComponent));
        else _components[typeof(TComponent)] = value;
    }

    public IGrainTimer RegisterTimer<TState>(Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, ct => callback(state, ct), options);
        _timers.Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Forget(GrainTimer timer) => _timers.Remove(timer);

    /// <summary>Runs <paramref name="action"/> in a turn of this activation. Thread-safe.</summary>
    public void Post(Action action) => _turns.Post(action);

    public bool TryReceive(Call call)
    {
        _turns.Post(call);
        return true;
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => ActivationId.GetHashCode();

    public override string ToString() => $"[Activation {GrainId}{ActivationId}]";

    private void Handle(object turn)
    {
        try
        {
            if (turn is Call call) Take(call);
            else ((Action)turn)();
        }
        catch (Exception exception)
        {
            // Grain code cannot get here: its exceptions are responses. This is a defect of the runtime, or of a [MayInterleave] predicate.
            LogTurnFailed(Silo.Logger, exception, this);
        }
    }

    [LoggerMessage(EventId = 105, Level = LogLevel.Critical, Message = "A turn of {Activation} failed inside the runtime.")]
    private static partial void LogTurnFailed(ILogger logger, Exception exception, Activation activation);
}
