using System.Collections.Concurrent;
using Orleans.GrainDirectory;

namespace Cocoon.LocalRuntime.Tests.Clusters;

/// <summary>
/// Where grains live, for all silos of a cluster; loses an entry when told to. Who has not called the grain before then makes
/// a second one, and nobody tells the first: that is how a grain comes to live twice.
/// </summary>
internal sealed class ForgetfulDirectory : IGrainDirectory
{
    public const string Name = "forgetful";

    private readonly ConcurrentDictionary<GrainId, GrainAddress> _addresses = new();

    public void Forget(GrainId grain) => _addresses.TryRemove(grain, out _);

    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult(_addresses.GetValueOrDefault(grainId));

    public Task<GrainAddress?> Register(GrainAddress address) => Task.FromResult<GrainAddress?>(_addresses.GetOrAdd(address.GrainId, address));

    public Task<GrainAddress?> Register(GrainAddress address, GrainAddress? previousAddress) => Task.FromResult<GrainAddress?>(
        _addresses.AddOrUpdate(address.GrainId, address, (_, known) => known.Matches(previousAddress) ? address : known));

    public Task Unregister(GrainAddress address)
    {
        if (_addresses.TryGetValue(address.GrainId, out var known) && known.Matches(address)) _addresses.TryRemove(new(address.GrainId, known));
        return Task.CompletedTask;
    }

    public Task UnregisterSilos(List<SiloAddress> siloAddresses)
    {
        foreach (var entry in _addresses.Where(entry => siloAddresses.Contains(entry.Value.SiloAddress!))) _addresses.TryRemove(entry);
        return Task.CompletedTask;
    }
}
