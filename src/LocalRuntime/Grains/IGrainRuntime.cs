using Orleans.Core;
using Orleans.Timers;

namespace Orleans.Runtime;

/// <summary>The services of the runtime that <see cref="Grain"/> uses.</summary>
public interface IGrainRuntime
{
    IGrainFactory GrainFactory { get; }

    ITimerRegistry TimerRegistry { get; }

    IServiceProvider ServiceProvider { get; }

    TimeProvider TimeProvider { get; }

    void DeactivateOnIdle(IGrainContext grainContext);

    void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan);

    IStorage<TGrainState> GetStorage<TGrainState>(IGrainContext grainContext);
}
