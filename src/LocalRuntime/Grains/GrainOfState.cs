using Orleans.Core;
using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain with one state record, read before activation. Prefer <see cref="PersistentStateAttribute"/> in new code.</summary>
public class Grain<TGrainState> : Grain, ILifecycleParticipant<IGrainLifecycle>
{
    private readonly IStorage<TGrainState> _storage;

    protected Grain() => _storage = Runtime.GetStorage<TGrainState>(GrainContext);

    protected Grain(IStorage<TGrainState> storage) => _storage = storage;

    protected TGrainState State
    {
        get => _storage.State;
        set => _storage.State = value;
    }

    void ILifecycleParticipant<IGrainLifecycle>.Participate(IGrainLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(Grain<>), GrainLifecycleStage.SetupState, _ => ReadStateAsync());

    protected virtual Task ClearStateAsync() => _storage.ClearStateAsync();

    protected virtual Task ReadStateAsync() => _storage.ReadStateAsync();

    protected virtual Task WriteStateAsync() => _storage.WriteStateAsync();
}
