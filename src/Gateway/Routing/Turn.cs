using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Grains.Routing;

namespace Cocoon.Gateway.Routing;

/// <summary>
/// A request may try its candidates now: the first has a slot, as far as this gateway knows, and is reckoned with one job more
/// until this is disposed of, or handed on to the job.
/// </summary>
/// <param name="route">Its candidates; none when nobody suits at all.</param>
/// <param name="seat">Its place in the queue, should all refuse; null when it did not wait.</param>
/// <param name="enter">Reckons a provider with one job more.</param>
/// <param name="freed">Tells those who wait that a job has ended.</param>
internal sealed class Turn(Route route, FairTicket<Waiter>? seat, Func<AccountAddress, IDisposable> enter, Action freed) : IDisposable
{
    private (AccountAddress Provider, IDisposable Running)? _reserved = route.Candidates is [var first, ..] ? (first.Provider, enter(first.Provider)) : null;

    public Route Route { get; } = route;

    public FairTicket<Waiter>? Seat { get; } = seat;

    /// <summary>The job runs there; dispose of the result when it has ended.</summary>
    public IDisposable HandOn(AccountAddress provider)
    {
        if (_reserved is { } reserved && reserved.Provider == provider)
        {
            _reserved = null;
            return new JobPlace(reserved.Running, freed);
        }
        Dispose();
        return new JobPlace(enter(provider), freed);
    }

    public void Dispose()
    {
        _reserved?.Running.Dispose();
        _reserved = null;
    }
}
