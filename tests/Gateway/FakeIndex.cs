using System.Collections.Immutable;
using Cocoon.Core.Market;

namespace Cocoon.Gateway.Tests;

/// <summary>A market's index as gateways follow it. Who waits has heard of a change when the setter returns.</summary>
internal sealed class FakeIndex
{
    private int _life;
    private OfferIndex _index = new(1);
    private TaskCompletionSource _changed = new();

    public ImmutableList<RoutableOffer> Offers
    {
        get => _index.All();
        set
        {
            _index = new OfferIndex(++_life);
            foreach (var offer in value) _index.TryPut(offer, DateTimeOffset.MinValue);
            Tell();
        }
    }

    /// <summary>An offer changes, as announced.</summary>
    public void Put(RoutableOffer offer)
    {
        _index.TryPut(offer, DateTimeOffset.MinValue);
        Tell();
    }

    public async Task<OfferChanges> Changes(long since)
    {
        if (since == _index.Version) await _changed.Task;
        return _index.Since(since);
    }

    private void Tell()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource();
        changed.SetResult();
    }
}
