using Cocoon.Core.Crypto;
using Cocoon.Core.Providers;
using Cocoon.Inference;

namespace Cocoon.Grains.Inference;

/// <summary>A model that this machine has in memory, and whether it may be sold now. Thread-safe.</summary>
/// <param name="engine">Runs it; disposed of with this.</param>
/// <param name="isReady">Whether it may be offered at once. Default: yes.</param>
public sealed class ServedModel(IInferenceEngine engine, bool isReady = true) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly RunningJobs _running = new();
    private CancellationTokenSource _lost = new();
    private bool _isReady = isReady;
    private bool _isWithdrawn;
    private bool _isClosed;
    private long _lastUse;
    private ModelAsk _ask = ModelAsk.None;

    public IInferenceEngine Engine { get; } = engine;

    public string Id => Engine.Descriptor.ModelId;

    /// <summary>SHA-256 by which the registry knows the model; what was found when it was loaded. Empty when the engine tells none.</summary>
    public HexBytes WeightHash { get; } = HexBytes.TryParse(engine.Descriptor.WeightHash, out var hash) ? hash : default;

    /// <summary>Jobs at once; null for the provider's own number.</summary>
    public int? Slots { get; init; }

    /// <summary>What it costs, where that is not the provider's own price list.</summary>
    public ModelAsk Ask { get => Volatile.Read(ref _ask); set => Volatile.Write(ref _ask, value); }

    /// <summary>Whether it is for trying out only.</summary>
    public bool IsToy { get; init; }

    /// <summary>Most tokens of prompt and completion together that are sold; 0 for as many as the model knows.</summary>
    public int MaxContext { get; init; }

    /// <summary>Memory set aside for it, in bytes; 0 for an engine elsewhere.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>What it was measured to do; null where nobody measured.</summary>
    public ModelProfile? Profile { get; private set; }

    /// <summary>Jobs of this model that run now.</summary>
    public int Running => _running.Count;

    /// <summary>When a job began on it last, as the clock's timestamp; 0 for never.</summary>
    public long LastUse => Interlocked.Read(ref _lastUse);

    /// <summary>Whether it is offered: it has been tried out, its engine answers, and nobody is about to unload it.</summary>
    public bool IsOffered
    {
        get
        {
            lock (_gate) return _isReady && !_isWithdrawn && !_lost.IsCancellationRequested;
        }
    }

    /// <summary>Whether it has been tried out.</summary>
    public bool IsReady
    {
        get
        {
            lock (_gate) return _isReady;
        }
    }

    /// <summary>Whether its engine hung or had failed when it was looked at last.</summary>
    public bool IsLost => Lost.IsCancellationRequested;

    /// <summary>Cancelled when the engine hangs or has failed: what runs on it ends then.</summary>
    public CancellationToken Lost
    {
        get
        {
            lock (_gate) return _lost.Token;
        }
    }

    /// <summary>It was tried out, and is offered from now on.</summary>
    public void Ready(ModelProfile? profile)
    {
        lock (_gate) (_isReady, Profile) = (true, profile);
    }

    /// <summary>Takes it off the market for good. What runs goes on, and who has a lease already may still begin.</summary>
    public void Withdraw()
    {
        lock (_gate) _isWithdrawn = true;
    }

    /// <summary>Nothing begins on it any more.</summary>
    /// <returns>Completes when nothing runs on it either.</returns>
    public Task Close()
    {
        lock (_gate) _isClosed = true;
        return _running.WhenIdle();
    }

    /// <summary>Looks at the engine's health.</summary>
    /// <returns>Whether that is another than before.</returns>
    public bool Look()
    {
        var load = Engine.Load;
        var isLost = load.IsHung || load.IsFaulted;
        CancellationTokenSource ending;
        lock (_gate)
        {
            if (isLost == _lost.IsCancellationRequested) return false;
            ending = _lost;
            if (!isLost) _lost = new CancellationTokenSource();
        }
        // Outside of the lock: this ends jobs.
        if (isLost) ending.Cancel();
        else ending.Dispose();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _lost.Dispose();
    }

    /// <summary>Counts a job as running until what is returned is disposed; null when the model is about to be unloaded.</summary>
    /// <param name="timestamp">Now, by the clock's timestamp.</param>
    public IDisposable? TryEnter(long timestamp)
    {
        lock (_gate)
        {
            if (_isClosed) return null;
            Interlocked.Exchange(ref _lastUse, timestamp);
            return _running.Enter();
        }
    }
}
