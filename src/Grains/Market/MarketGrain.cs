using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Grains.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Grains.Market;

/// <summary>
/// Thin shell over <see cref="OfferIndex"/>: offers in memory, dropped when they are not announced again in time. Routers wait
/// here for what changes; all who wait share one wake-up, <see cref="Step"/> after the first change.
/// </summary>
[GrainType("market")]
public sealed partial class MarketGrain(IEntropy entropy, MarketParameters market, TimeProvider time) : Grain, IMarketGrain
{
    /// <summary>Changes within so long are told together.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a router waits at most; well below the timeout of a call.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShowPeriod = TimeSpan.FromSeconds(1);

    private readonly OfferIndex _index = new(Life(entropy));
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IGrainTimer? _step;
    private long _told;
    private long _shownAt;
    private int _shownCount = -1;
    private CancellationToken _stopping;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // A silo that stops does not wait for routers that have nothing to hear.
        _stopping = ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default;
        _told = _index.Version;
        StartRecall();
        return base.OnActivateAsync(cancellationToken);
    }

    public Task Announce(RoutableOffer offer)
    {
        if (offer.Offer.Model != this.GetPrimaryKeyString())
            throw new RefusedException(RefusalCode.OfferInvalid, "The offer is for another model.");
        if (!_index.TryPut(offer, time.GetUtcNow()))
            throw new RefusedException(RefusalCode.OfferInvalid, $"The market lists at most {OfferIndex.MaxOffers} providers of a model.");
        Changed();
        return Task.CompletedTask;
    }

    public Task Withdraw(AccountAddress provider)
    {
        if (_index.Remove(provider)) Changed();
        return Task.CompletedTask;
    }

    public Task Use(AccountAddress provider, int inUse)
    {
        if (_index.Use(provider, inUse)) Changed();
        return Task.CompletedTask;
    }

    public Task<int> Count() => Task.FromResult(_index.Count);

    public Task<ImmutableList<RoutableOffer>> Snapshot()
    {
        _index.DropStale(time.GetUtcNow());
        Show();
        return Task.FromResult(_index.All());
    }

    public async Task<OfferChanges> Changes(long since)
    {
        // Who has heard all that was told waits for the next step; who is behind, or knows another index, is answered at once.
        if (since >= _told && since <= _index.Version) await Woken();
        return _index.Since(since);
    }

    private async Task Woken()
    {
        try
        {
            await _wake.Task.WaitAsync(MaxWait, time, _stopping);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Nothing to tell, which is an answer too.
        }
    }

    private static int Life(IEntropy entropy)
    {
        Span<byte> random = stackalloc byte[sizeof(int)];
        entropy.Fill(random);
        return (int)(BitConverter.ToUInt32(random) % OfferIndex.MaxLife) + 1;
    }

    private void Changed()
    {
        Show();
        _step ??= this.RegisterGrainTimer(static (index, _) => index.Tell(), this, new GrainTimerCreationOptions(Step, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    private Task Tell()
    {
        _step?.Dispose();
        _step = null;
        _told = _index.Version;
        var wake = _wake;
        _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        wake.SetResult();
        return Task.CompletedTask;
    }

    private void Show()
    {
        // With every announcement would be too often: this walks all offers.
        if (_index.Count == _shownCount && time.GetElapsedTime(_shownAt) < ShowPeriod) return;
        _index.DropStale(time.GetUtcNow());
        (_shownAt, _shownCount) = (time.GetTimestamp(), _index.Count);
        this.Gauges()?.Offers(this.GetPrimaryKeyString(), _index.Count, _index.FreeSlots);
    }
}
