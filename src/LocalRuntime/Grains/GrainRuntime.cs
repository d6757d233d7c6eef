using Cocoon.LocalRuntime.Activations;
using Cocoon.LocalRuntime.State;
using Orleans;
using Orleans.Core;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Timers;

namespace Cocoon.LocalRuntime.Grains;

internal sealed class GrainRuntime(LocalSilo silo, IGrainFactory grainFactory, IServiceProvider services, TimeProvider timeProvider) : IGrainRuntime, ITimerRegistry
{
    public IGrainFactory GrainFactory { get; } = grainFactory;

    public ITimerRegistry TimerRegistry => this;

    public IServiceProvider ServiceProvider { get; } = services;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public void DeactivateOnIdle(IGrainContext grainContext) =>
        grainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "DeactivateOnIdle was called."));

    public void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan) => ((Activation)grainContext).DelayDeactivation(timeSpan);

    public IStorage<TGrainState> GetStorage<TGrainState>(IGrainContext grainContext)
    {
        // The grain object does not exist yet: it is being constructed.
        var grainClass = ((Activation)grainContext).Class.Type;
        var provider = (StorageProviderAttribute?)Attribute.GetCustomAttribute(grainClass, typeof(StorageProviderAttribute));
        return new PersistentState<TGrainState>(grainContext, grainClass.FullName!, PersistentStateFactory.StorageOf(silo.Services, provider?.ProviderName, grainClass));
    }

    public IGrainTimer RegisterGrainTimer<TState>(IGrainContext grainContext, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (RuntimeContext.Current is not null && !ReferenceEquals(RuntimeContext.Current, grainContext))
            throw new InvalidOperationException("A timer can only be registered by the grain it belongs to.");
        return ((Activation)grainContext).RegisterTimer(callback, state, options);
    }
}
