using System.Collections.Concurrent;
using Cocoon.LocalRuntime.Calls;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Activations;

/// <summary>Which activation, or pool of them, serves a grain id. Thread-safe.</summary>
internal sealed class ActivationDirectory(LocalSilo silo)
{
    private readonly ConcurrentDictionary<GrainId, ICallTarget> _targets = new();

    public IEnumerable<Activation> Activations => _targets.Values.SelectMany(target => target is StatelessWorkerPool pool ? pool.Workers : [(Activation)target]);

    /// <summary>The target of a call; made if there is none.</summary>
    /// <exception cref="ArgumentException">This host does not run that grain type.</exception>
    /// <exception cref="SiloUnavailableException">The runtime is ending its activations.</exception>
    public ICallTarget Find(Call call)
    {
        while (true)
        {
            if (_targets.TryGetValue(call.TargetId, out var found)) return found;
            var created = Create(call.TargetId);
            if (!_targets.TryAdd(call.TargetId, created)) continue;
            (created as Activation)?.Start(call.RequestContext);
            return created;
        }
    }

    /// <summary>The activation of a grain that is not a stateless worker; null when it has none here.</summary>
    public Activation? Of(GrainId id) => _targets.GetValueOrDefault(id) as Activation;

    /// <summary>Told of each activation that has ended.</summary>
    public Action<GrainId>? Removed { get; set; }

    public void Remove(GrainId id, ICallTarget target)
    {
        if (_targets.TryRemove(new(id, target))) Removed?.Invoke(id);
    }

    private ICallTarget Create(GrainId id)
    {
        var grainClass = silo.Classes.Find(id.Type) ?? throw new ArgumentException($"This host does not run grains of type '{id.Type}', so the call to {id} cannot be made.");
        if (!silo.MayActivate) throw new SiloUnavailableException($"The grain runtime is stopping and no longer activates {id}.");
        return grainClass.StatelessWorker is null ? new Activation(silo, grainClass, id) : new StatelessWorkerPool(silo, grainClass, id);
    }
}
