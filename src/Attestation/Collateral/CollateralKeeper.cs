using System.Collections.Frozen;
using Cocoon.Attestation.Evidence;
using Microsoft.Extensions.Logging;

namespace Cocoon.Attestation.Collateral;

/// <summary>
/// Keeps the vendors' documents: each is fetched once however many ask, looked for again at half of its life while the last
/// good one is served, and never given up for an older one. Sources are asked in order. What a machine brings along counts
/// for that machine only. Thread-safe.
/// </summary>
/// <remarks>
/// What was seen is forgotten with the process: right after a start only the policy's floors (least evaluation number, least
/// CRL numbers) catch a rollback.
/// </remarks>
public sealed class CollateralKeeper : ICollateralKeeper, IDisposable
{
    /// <summary>Most documents for one machine.</summary>
    private const int MaxNeeds = 96;

    private readonly CollateralStore _store;
    private readonly CollateralFetcher _fetcher;
    private readonly FrozenDictionary<EvidenceKind, ICollateralNeeds> _needs;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private long _version;

    /// <param name="sources">In the order in which they are asked.</param>
    /// <param name="needs">At most one for each kind of evidence; a kind without one needs nothing.</param>
    /// <param name="options">Bounds and times.</param>
    /// <param name="time">The clock of refreshes and timeouts.</param>
    /// <param name="log">Is told of sources that fail and of rollbacks.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public CollateralKeeper(IEnumerable<ICollateralSource> sources, IEnumerable<ICollateralNeeds> needs, CollateralOptions options, TimeProvider time, ILogger<CollateralKeeper> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_time, _log) = (time, log);
        _store = new CollateralStore(options, time);
        _fetcher = new CollateralFetcher([.. sources], options, time, log);
        _needs = needs.ToFrozenDictionary(each => each.Kind);
    }

    /// <summary>A document came or was replaced: verdicts that rest on the old one should be made again. Handlers must be quick and not throw.</summary>
    public event Action<CollateralKey>? Changed;

    /// <summary>Steps with each change.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Documents held.</summary>
    public int Count => _store.Count;

    /// <summary>Documents known to be nowhere just now.</summary>
    internal int Absent => _store.Absent;

    public async Task<CollateralSnapshot> For(EvidenceBundle bundle, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var kinds = bundle.Gpus.Prepend(bundle.Cpu).Select(evidence => (Evidence: evidence, Needs: _needs.GetValueOrDefault(evidence.Kind))).Where(each => each.Needs is not null).ToArray();
        var needs = kinds.SelectMany(each => each.Needs!.Of(each.Evidence, at)).DistinctBy(need => need.Key).Take(MaxNeeds).ToList();
        var items = await GetAll(needs, cancellationToken);
        var more = kinds.Select(each => each.Needs!).Distinct().SelectMany(each => items.SelectMany(item => each.After(item, at)))
            .DistinctBy(need => need.Key).ExceptBy(needs.Select(need => need.Key), need => need.Key).Take(MaxNeeds - needs.Count).ToList();
        items.AddRange(await GetAll(more, cancellationToken));
        needs.AddRange(more);
        var missing = needs.Select(need => need.Key).Except(items.Select(item => item.Key)).ToHashSet();
        if (missing.Count > 0) items.AddRange(ServedCollateral.Read(bundle.Cpu.Endorsements).Where(item => missing.Remove(item.Key)));
        return new CollateralSnapshot(items);
    }

    /// <summary>Looks for newer ones of all documents whose time has come: for a timer, where verdicts are too rare to do it.</summary>
    public async Task RefreshDue(CancellationToken cancellationToken = default)
    {
        var searches = _store.Due().Select(need => (Need: need, Lookup: _store.Look(need))).ToArray();
        foreach (var (need, lookup) in searches)
            if (lookup.IsMine) _ = Search(need, lookup);
        await Task.WhenAll(searches.Select(search => search.Lookup.UnderWay?.Task ?? Task.CompletedTask)).WaitAsync(cancellationToken);
    }

    public void Dispose() => _fetcher.Dispose();

    private async Task<List<CollateralItem>> GetAll(IEnumerable<CollateralNeed> needs, CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(needs.Select(need => Get(need, cancellationToken)))).OfType<CollateralItem>()];

    private async Task<CollateralItem?> Get(CollateralNeed need, CancellationToken cancellationToken)
    {
        var lookup = _store.Look(need);
        if (lookup.Crowd > 0) CollateralLog.TooMany(_log, need.Key, lookup.Crowd);
        // Not awaited: whoever else waits for it must not lose it when this caller gives up.
        if (lookup.IsMine) _ = Search(need, lookup);
        if (lookup.UnderWay is not { } search) return lookup.Held?.Item;
        if (lookup.Held is { } held && _time.GetUtcNow() < held.Window.Until) return held.Item;
        await search.Task.WaitAsync(cancellationToken);
        return _store.Find(need.Key);
    }

    private async Task Search(CollateralNeed need, CollateralLookup lookup)
    {
        var found = await _fetcher.Fetch(need, lookup.Held);
        var isNew = _store.Settle(need, found);
        if (found is null && lookup.Held is { } held) CollateralLog.LastGood(_log, need.Key, held.Window.Until);
        if (isNew) Interlocked.Increment(ref _version);
        lookup.UnderWay!.SetResult();
        if (isNew) Changed?.Invoke(need.Key);
    }
}
