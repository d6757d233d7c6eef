using System.Collections.Immutable;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Grains.Tests;
using Cocoon.Silo.Providers;

namespace Cocoon.Silo.Tests.Providers;

/// <summary>A market that notes the first offers it is made.</summary>
internal sealed class ListeningSeat : IMarketSeat
{
    private readonly TaskCompletionSource<ImmutableList<Offer>> _offers = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ImmutableList<Offer>> Offers => _offers.Task;

    public Task<Appraisal> Register(byte[] evidence, ImmutableList<Offer> offers)
    {
        _offers.TrySetResult(offers);
        return Task.FromResult(new Appraisal(Tier.Simulated, GrainHost.Bytes(1), GrainHost.Bytes(2), DateTimeOffset.MaxValue));
    }

    public Task<bool> Announce() => Task.FromResult(true);

    public Task Drain(bool draining) => Task.CompletedTask;
}
