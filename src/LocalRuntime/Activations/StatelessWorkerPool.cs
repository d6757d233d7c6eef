using Cocoon.LocalRuntime.Calls;
using Cocoon.LocalRuntime.Grains;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Activations;

/// <summary>The activations of one stateless worker id: a free one takes the call, else a new one up to the limit, else the least busy. Thread-safe.</summary>
internal sealed class StatelessWorkerPool(LocalSilo silo, GrainClass grainClass, GrainId id) : ICallTarget
{
    private readonly Lock _lock = new();
    private readonly List<Activation> _workers = [];
    private readonly int _maxWorkers = grainClass.StatelessWorker!.MaxLocalWorkers > 0 ? grainClass.StatelessWorker.MaxLocalWorkers : Environment.ProcessorCount;
    private bool _closed;

    public IReadOnlyList<Activation> Workers
    {
        get
        {
            lock (_lock) return _workers.ToArray();
        }
    }

    public bool TryReceive(Call call)
    {
        lock (_lock)
        {
            if (_closed) return false;
            var worker = _workers.MinBy(w => w.Load);
            if ((worker is null || worker.Load > 0) && _workers.Count < _maxWorkers && (worker is null || silo.MayActivate))
            {
                worker = new Activation(silo, grainClass, id, this);
                _workers.Add(worker);
                worker.Start(call.RequestContext);
            }

            worker!.Load++;
            worker.TryReceive(call);
            return true;
        }
    }

    public void OnCallEnded(Activation worker)
    {
        lock (_lock) worker.Load--;
    }

    public void Remove(Activation worker)
    {
        lock (_lock)
        {
            _workers.Remove(worker);
            if (_workers.Count > 0) return;
            _closed = true;
        }

        silo.Directory.Remove(id, this);
    }
}
