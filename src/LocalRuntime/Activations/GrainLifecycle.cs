using Orleans;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Activations;

/// <summary>The stages of one activation: started in rising order, and those started stopped in falling order. In its turns only.</summary>
internal sealed class GrainLifecycle : IGrainLifecycle
{
    private readonly List<Subscription> _subscriptions = [];
    private List<Subscription>? _started;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        if (_started is not null) throw new InvalidOperationException($"'{observerName}' came too late: the grain's lifecycle has already started.");
        var subscription = new Subscription(this, stage, observer);
        _subscriptions.Add(subscription);
        return subscription;
    }

    public async Task Start(CancellationToken cancellationToken)
    {
        _started = [];
        foreach (var stage in _subscriptions.GroupBy(s => s.Stage).OrderBy(g => g.Key))
        {
            await Task.WhenAll(stage.Select(s => s.Observer.OnStart(cancellationToken)));
            _started.AddRange(stage);
        }
    }

    public async Task Stop()
    {
        foreach (var stage in (_started ?? []).GroupBy(s => s.Stage).OrderByDescending(g => g.Key))
            await Task.WhenAll(stage.Select(s => s.Observer.OnStop()));
        _started = [];
    }

    private sealed record Subscription(GrainLifecycle Lifecycle, int Stage, ILifecycleObserver Observer) : IDisposable
    {
        public void Dispose() => Lifecycle._subscriptions.Remove(this);
    }
}
