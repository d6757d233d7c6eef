using System.Collections.Concurrent;
using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Routing;

/// <summary>
/// The offers of every model that was asked for of late, kept up to date by following the market's indexes
/// (<see cref="Cocoon.Grains.Market.IMarketGrain.Changes"/>). Offers serve as long as they were announced for, also while no index can be reached or a
/// new one knows nothing yet. At most <see cref="MaxModels"/> models are followed, and others looked up each time; a model nobody
/// asks for is let go. Thread-safe.
/// </summary>
/// <param name="grains">The market.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when an index does not answer.</param>
/// <param name="stopping">Ends when the host stops: no index is followed from then on, what was heard serves the requests that are left.</param>
public sealed partial class OfferBook(IGrainFactory grains, TimeProvider time, ILogger<OfferBook> logger, CancellationToken stopping = default) : IDisposable
{
    /// <summary>Models followed at once.</summary>
    public const int MaxModels = 256;

    /// <summary>How long a model is followed after it was asked for.</summary>
    public static readonly TimeSpan Interest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, Follower> _followers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);

    /// <summary>The newest view of a model; waits for the first one.</summary>
    /// <param name="model">A model that the registry lists; anything else would let callers fill the book.</param>
    public ValueTask<OfferView> Of(string model)
    {
        if (!_followers.TryGetValue(model, out var follower))
        {
            if (_followers.Count >= MaxModels || _stop.IsCancellationRequested) return LookUp(model);
            follower = Begin(model);
        }
        follower.AskedAt = time.GetTimestamp();
        return follower.View is { } view ? ValueTask.FromResult(view) : new ValueTask<OfferView>(follower.First.Task);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async ValueTask<OfferView> LookUp(string model) =>
        new((await grains.Market(model).Snapshot()).ToImmutableDictionary(static offer => offer.Provider), new TaskCompletionSource().Task);

    private Follower Begin(string model)
    {
        var mine = new Follower(model) { AskedAt = time.GetTimestamp() };
        var follower = _followers.GetOrAdd(model, mine);
        // Followed on behalf of all who ask: nothing of the first one's context goes with it.
        if (ReferenceEquals(follower, mine))
            using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
                _ = Follow(mine, _stop.Token);
        return follower;
    }

    private async Task Follow(Follower follower, CancellationToken stop)
    {
        var (version, pause) = (0L, FirstPause);
        while (!stop.IsCancellationRequested && time.GetElapsedTime(follower.AskedAt) < Interest)
        {
            try
            {
                var changes = await grains.Market(follower.Model).Changes(version).WaitAsync(stop);
                follower.Apply(changes, time.GetUtcNow());
                (version, pause) = (changes.Version, FirstPause);
                // An index on a silo that stops answers at once, with nothing.
                if (changes is { IsWhole: false, Offers: [], Gone: [] }) await Pause(FirstPause, stop);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                LogLost(follower.Model, e.GetType().Name, pause.TotalMilliseconds);
                follower.Fail(e);
                await Pause(pause, stop);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        // A view that was heard outlives the following of a host that stops.
        if (!stop.IsCancellationRequested || follower.View is null) _followers.TryRemove(KeyValuePair.Create(follower.Model, follower));
        follower.First.TrySetCanceled(CancellationToken.None);
    }

    private async Task Pause(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, time, stop);
        }
        catch (OperationCanceledException)
        {
            // Its loop ends by itself.
        }
    }

    [LoggerMessage(1231, LogLevel.Information, "The index of {Model} did not answer ({Error}); asked again in {PauseMs} ms. What it said last serves as long as it was announced for.")]
    private partial void LogLost(string model, string error, double pauseMs);

    /// <summary>One model's view, written by its own loop alone.</summary>
    private sealed class Follower(string model)
    {
        /// <summary>What is told again is news, also where it says the same: a slot was taken and given in between.</summary>
        private static readonly ImmutableDictionary<AccountAddress, RoutableOffer> None = ImmutableDictionary.Create<AccountAddress, RoutableOffer>(null, ReferenceEqualityComparer.Instance);

        private TaskCompletionSource _later = New();
        private long _askedAt;
        private OfferView? _view;

        public string Model { get; } = model;

        public OfferView? View => Volatile.Read(ref _view);

        public TaskCompletionSource<OfferView> First { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long AskedAt
        {
            get => Volatile.Read(ref _askedAt);
            set => Volatile.Write(ref _askedAt, value);
        }

        public void Apply(OfferChanges changes, DateTimeOffset now)
        {
            var before = View?.Offers ?? None;
            var offers = before.ToBuilder();
            offers.RemoveRange(changes.Gone);
            foreach (var offer in changes.Offers) offers[offer.Provider] = offer;
            // An index that came up anew is empty until its providers have announced themselves again: what is still good stays.
            offers.RemoveRange(before.Where(offer => offer.Value.FreshUntil <= now && ReferenceEquals(offers.GetValueOrDefault(offer.Key), offer.Value)).Select(static offer => offer.Key).ToList());
            var after = offers.ToImmutable();
            if (View is not null && ReferenceEquals(after, before)) return;
            var later = New();
            var view = new OfferView(after, later.Task);
            Volatile.Write(ref _view, view);
            First.TrySetResult(view);
            _later.TrySetResult();
            _later = later;
        }

        /// <summary>Who waits for the first view hears what went wrong; the next one waits for the next attempt.</summary>
        public void Fail(Exception error)
        {
            if (View is not null || !First.TrySetException(error)) return;
            _ = First.Task.Exception;
            First = new TaskCompletionSource<OfferView>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
