using System.Text.Json;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Tracing;

namespace Cocoon.Simulation.Runtime;

/// <summary>
/// The store that all silos share: one record a grain and name, with a version. A write takes effect and is acknowledged in
/// two moments between which anything may happen. States are immutable, so they are kept as they are; what is read goes
/// through the same JSON as in the real store, so that nothing survives here that would not survive there.
/// </summary>
internal sealed class Database
{
    private static readonly TimeSpan Quickest = TimeSpan.FromMicroseconds(200);
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(15);

    private readonly World _world;
    private readonly Dice _latency;
    private readonly int _lane;

    /// <summary>By name; all records of one name have one type.</summary>
    private readonly Dictionary<string, Dictionary<GrainId, StoredState>> _tables = new(StringComparer.Ordinal);
    private readonly List<IPendingWrite> _pending = [];
    private long _lastVersion;
    private long _fullUntil;
    private long _downUntil;

    public Database(World world)
    {
        _world = world;
        _latency = Dice.For(world.Seed, "database");
        _lane = world.Trace.Lane("store");
    }

    /// <summary>How states are written down; the options of the real store.</summary>
    public static JsonSerializerOptions Json { get; } = new Storage.SqliteStoreOptions().Json;

    /// <summary>Called after every change with what changed.</summary>
    public Action<GrainId, object?>? Changed { get; set; }

    /// <summary>All records of one state type, in the order of their grains.</summary>
    public IEnumerable<(GrainId Grain, T State)> All<T>() => _tables.Values
        .Where(table => table.Values.FirstOrDefault()?.State is T).SelectMany(table => table).OrderBy(record => record.Key).Select(record => (record.Key, (T)record.Value.State));

    public StoredState? Find(string name, GrainId grain) => _tables.GetValueOrDefault(name)?.GetValueOrDefault(grain);

    /// <summary>A copy as the disk would give it back.</summary>
    public static T? Reread<T>(object? state) => JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes((T?)state, Json), Json);

    public void Start(IPendingWrite write)
    {
        _world.RequireTurn();
        _pending.Add(write);
        var takesEffect = _latency.Between(Quickest, Usual);
        if (_world.Faults.Strike(FaultKind.StoreSlow) is { } slow)
        {
            Note(FaultKind.StoreSlow, write);
            takesEffect += slow.Between(Usual, Slowest);
        }

        if (_world.Faults.Strike(FaultKind.StoreTorn) is not null) Crash(FaultKind.StoreTorn, togetherOrNot: false);
        if (_world.Faults.Strike(FaultKind.StoreSyncFailed) is not null) Crash(FaultKind.StoreSyncFailed, togetherOrNot: true);
        if (_world.Faults.Strike(FaultKind.StoreFull) is { } full)
        {
            Note(FaultKind.StoreFull, write);
            _fullUntil = _world.Now + full.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20)).Ticks;
        }

        if (!write.IsOver) _world.After(takesEffect, static state => ((IPendingWrite)state!).TakeEffect(), write);
    }

    /// <summary>Now the write takes effect, or is refused.</summary>
    /// <returns>The error to report, or null.</returns>
    public Exception? Apply(IPendingWrite write, object? state, long? expected, out long version)
    {
        _pending.Remove(write);
        version = 0;
        if (_world.Now < _fullUntil) return new IOException("The disk is full.");
        if (_world.Now < _downUntil) return new IOException("The database is down.");
        var struck = _world.Faults.Strike(FaultKind.StoreWriteFailed) is not null ? FaultKind.StoreWriteFailed
            : _world.Faults.Strike(FaultKind.StoreConflict) is not null ? FaultKind.StoreConflict
            : _world.Faults.Strike(FaultKind.StoreWriteUnknown) is not null ? FaultKind.StoreWriteUnknown : (FaultKind?)null;
        if (struck is { } fault) Note(fault, write);
        if (struck == FaultKind.StoreWriteFailed) return new IOException("The write failed.");
        var stored = Find(write.Name, write.Grain)?.Version;
        if (stored != expected || struck == FaultKind.StoreConflict)
            return new Orleans.Storage.InconsistentStateException($"'{write.Name}' of {write.Grain} changed meanwhile.", $"{stored}", $"{expected}");
        version = Set(write, state);
        return struck == FaultKind.StoreWriteUnknown ? new TimeoutException("The write took effect and its acknowledgement was lost.") : null;
    }

    public Exception? ReadError() => _world.Now < _downUntil ? new IOException("The database is down.") : null;

    public TimeSpan ReadLatency() => _latency.Between(Quickest, Usual);

    /// <summary>The store dies with writes under way: each has taken effect or not, or all have or none, and none is acknowledged.</summary>
    private void Crash(FaultKind kind, bool togetherOrNot)
    {
        var all = _latency.Chance(0.5);
        foreach (var write in _pending.ToArray())
        {
            Note(kind, write);
            write.Break(togetherOrNot ? all : _latency.Chance(0.5), new IOException(togetherOrNot ? "The data could not be synced to the disk." : "The database died."));
        }

        _pending.Clear();
        if (!togetherOrNot) _downUntil = _world.Now + _latency.Between(TimeSpan.Zero, TimeSpan.FromSeconds(5)).Ticks;
    }

    /// <summary>Stores without asking faults, if the version still fits.</summary>
    public void TrySet(IPendingWrite write, object? state, long? expected)
    {
        if (Find(write.Name, write.Grain)?.Version == expected) Set(write, state);
    }

    private long Set(IPendingWrite write, object? state)
    {
        // One counter for all records: none ever gets a version that it had before.
        var version = ++_lastVersion;
        if (!_tables.TryGetValue(write.Name, out var table)) _tables[write.Name] = table = [];
        if (state is null) table.Remove(write.Grain);
        else table[write.Grain] = new StoredState(state, version);
        _world.Trace.Add(TraceKind.Write, _lane, write.Name, version, write.Lane);
        Changed?.Invoke(write.Grain, state);
        return version;
    }

    private void Note(FaultKind kind, IPendingWrite write) => _world.Trace.Add(TraceKind.Fault, write.Lane, write.Name, fault: kind);
}
