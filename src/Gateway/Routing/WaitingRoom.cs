using System.Collections.Concurrent;
using Cocoon.Core.Market;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Cocoon.Grains.Routing;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Routing;

/// <summary>
/// Where requests wait while all providers that suit are busy: one fair queue for each model, called on as slots become free.
/// Who does not get a turn in time is told honestly when to come back. Thread-safe.
/// </summary>
internal sealed class WaitingRoom(JobRouter router, RouteBook book, QueueMeters meters, IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>An account's share of a model's queue.</summary>
    private const int AccountShare = 4;

    /// <summary>How often the queue is looked at although nothing was heard: refused ones come back into play, old offers lapse.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Room> _rooms = new(StringComparer.Ordinal);

    /// <summary>Waits for a turn; there is none to wait for while a slot is free and nobody is before.</summary>
    /// <param name="wish">Who waits for what.</param>
    /// <param name="hangUp">The caller has gone.</param>
    /// <exception cref="ApiException">No slot became free in time, or the queue is full.</exception>
    public async Task<Turn> Enter(RoomWish wish, CancellationToken hangUp)
    {
        var view = await router.Offers(wish.Model);
        var room = Of(wish.Model);
        var isAlone = false;
        lock (room.Gate) isAlone = room.Queue.Count == 0;
        var route = router.Pick(wish.Model, view, wish.Query);
        if (route.Pick.Count == 0 || (isAlone && route.HasSlot)) return TurnOf(route, wish, null);
        FairTicket<Waiter>? seat;
        lock (room.Gate) seat = room.Queue.TryAdd(wish.Account, Rank(wish), Until(wish), new Waiter(wish));
        return seat is null ? throw Busy(room, "As many requests wait as may") : await Wait(room, seat, hangUp);
    }

    /// <summary>All candidates refused: waits on, in the same place as before.</summary>
    /// <exception cref="ApiException">No slot became free in time, or the queue is full.</exception>
    public async Task<Turn> Return(Turn turn, RoomWish wish, CancellationToken hangUp)
    {
        turn.Dispose();
        var room = Of(wish.Model);
        FairTicket<Waiter>? seat;
        lock (room.Gate)
        {
            if (turn.Seat is { } before) room.Queue.PutBack(seat = before);
            else seat = room.Queue.TryAdd(wish.Account, Rank(wish), Until(wish), new Waiter(wish));
            seat?.Item.Refused(time.GetUtcNow());
        }
        return seat is null ? throw Busy(room, "As many requests wait as may") : await Wait(room, seat, hangUp);
    }

    /// <summary>A job of this gateway has ended: its slot is free.</summary>
    public void Freed(string model)
    {
        var room = Of(model);
        lock (room.Gate)
        {
            room.Frees.Add(1, time.GetUtcNow());
            room.Wake.TrySetResult();
        }
    }

    private async Task<Turn> Wait(Room room, FairTicket<Waiter> seat, CancellationToken hangUp)
    {
        var since = time.GetTimestamp();
        var left = seat.Deadline - time.GetUtcNow();
        var called = seat.Item.Called.Task;
        meters.Length.Add(1, QueueMeters.Of(room.Model));
        Kick(room);
        try
        {
            if (left > TimeSpan.Zero) return await called.WaitAsync(left, time, hangUp);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Looked at below: its turn may have come at the same moment.
        }
        finally
        {
            meters.Length.Add(-1, QueueMeters.Of(room.Model));
            meters.Wait.Record(time.GetElapsedTime(since).TotalSeconds, QueueMeters.Of(room.Model));
        }
        lock (room.Gate)
            if (!room.Queue.Remove(seat) && !hangUp.IsCancellationRequested) return called.Result;
        if (called.IsCompletedSuccessfully) called.Result.Dispose();
        hangUp.ThrowIfCancellationRequested();
        throw Busy(room, "No slot became free in time");
    }

    private void Kick(Room room)
    {
        lock (room.Gate)
        {
            room.Wake.TrySetResult();
            if (room.IsCalling) return;
            room.IsCalling = true;
        }
        // On behalf of all who wait: nothing of the first one's context goes with it.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            _ = Task.Run(() => CallOn(room));
    }

    /// <summary>Calls on those who wait until nobody does.</summary>
    private async Task CallOn(Room room)
    {
        while (true)
        {
            var view = await View(room.Model);
            var wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (room.Gate)
            {
                if (view is not null) CallOn(room, view);
                if (room.Queue.Count == 0)
                {
                    room.IsCalling = false;
                    return;
                }
                room.Wake = wake;
            }
            await Task.WhenAny(wake.Task, view?.Later ?? wake.Task, Task.Delay(Tick, time));
        }
    }

    private void CallOn(Room room, OfferView view)
    {
        room.Saw(view, time.GetUtcNow());
        while (room.Queue.TryTake(time.GetUtcNow(), waiter => Suits(waiter, view), out var seat))
            seat.Item.Called.SetResult(TurnOf(seat.Item.Found!, seat.Item.Wish, seat));
    }

    /// <summary>Whether there is something for it; who cannot be served at all any more is told so at once.</summary>
    private bool Suits(Waiter waiter, OfferView view)
    {
        if (waiter.NotBefore > time.GetUtcNow()) return false;
        waiter.Found = router.Pick(waiter.Wish.Model, view, waiter.Wish.Query);
        return waiter.Found.Pick.Count == 0 || waiter.Found.HasSlot;
    }

    private async Task<OfferView?> View(string model)
    {
        try
        {
            return await router.Offers(model);
        }
        catch (Exception e) when (e is RefusedException or OperationCanceledException or ObjectDisposedException || Idempotent.IsOutage(e))
        {
            // Those who wait do so until their time is over.
            return null;
        }
    }

    private Turn TurnOf(Route route, RoomWish wish, FairTicket<Waiter>? seat) => new(route, seat, provider => book.Enter(provider, wish.Model), () => Freed(wish.Model));

    private DateTimeOffset Until(RoomWish wish)
    {
        var longest = time.GetUtcNow() + (wish.Waits ? options.Value.QueueTime : TimeSpan.Zero);
        return longest < wish.Deadline ? longest : wish.Deadline;
    }

    /// <summary>Of one account, whoever is waited for comes before what is due in hours.</summary>
    private static int Rank(RoomWish wish) => wish.Query.Class == Core.Jobs.JobClass.Batch ? -1 : wish.Priority;

    private ApiException Busy(Room room, string why)
    {
        double rate;
        int before;
        lock (room.Gate) (rate, before) = (room.Frees.PerSecond(time.GetUtcNow()), room.Queue.Count);
        var wait = TimeSpan.FromSeconds(Math.Clamp(rate > 0 ? Math.Ceiling((before + 1) / rate) : options.Value.QueueTime.TotalSeconds, 1, 60));
        return new ApiException(429, ErrorTypes.RateLimit, "provider_busy", $"All providers that suit are busy. {why}: {before} requests wait. Try again in {wait.TotalSeconds:0} s, or widen what you ask of providers.", retryAfter: wait);
    }

    private Room Of(string model) => _rooms.GetOrAdd(model, static (model, most) => new Room(model, most), options.Value.MaxQueued);

    private sealed class Room(string model, int most)
    {
        /// <summary>What was half a minute ago says little of the next one.</summary>
        private static readonly TimeSpan HalfLife = TimeSpan.FromSeconds(30);

        private OfferView? _seen;

        public string Model { get; } = model;

        public Lock Gate { get; } = new();

        public FairQueue<Waiter> Queue { get; } = new(most, Math.Max(1, most / AccountShare));

        /// <summary>How often a slot becomes free: jobs of this gateway, and of others as far as the offers show it.</summary>
        public DecayedRate Frees { get; } = new(HalfLife);

        public TaskCompletionSource Wake { get; set; } = new();

        public bool IsCalling { get; set; }

        public void Saw(OfferView view, DateTimeOffset now)
        {
            if (_seen is { } before && !ReferenceEquals(before, view))
                Frees.Add(view.List.Sum(offer => before.Offers.TryGetValue(offer.Provider, out var old) ? Math.Max(0, old.InUse - offer.InUse) : 0), now);
            _seen = view;
        }
    }
}
