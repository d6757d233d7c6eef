using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Failures.Tests.Cluster;
using Cocoon.Grains;
using Cocoon.Grains.Channels;
using Orleans.Storage;

namespace Cocoon.Failures.Tests;

/// <summary>The ledger's storage fails, through the product's channel grains on Orleans (docs/failures.md).</summary>
public sealed class LedgerFailureTests : IAsyncLifetime
{
    private static readonly Nano Amount = new(100);

    private MarketCluster _cluster = null!;

    private IPaymentChannelGrain Channel => _cluster.Gateway.Channel(MarketCluster.Channel);

    public async Task InitializeAsync()
    {
        _cluster = await MarketCluster.Start();
        await _cluster.On(0).Open();
    }

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Of_two_lives_of_a_channel_the_older_learns_of_the_other_before_it_grants_anything()
    {
        await Hold(_cluster.On(0), _cluster.NewJob());
        _cluster.Forget();
        await Hold(_cluster.On(1), _cluster.NewJob());
        var late = _cluster.NewJob();

        await FluentActions.Awaiting(() => Hold(_cluster.On(0), late)).Should().ThrowAsync<InconsistentStateException>();

        await Hold(_cluster.On(0), late);
        await Hold(_cluster.On(1), late);
        (await _cluster.On(0).View()).Held.Value.Should().Be(300, "three jobs hold, each once, whoever took them");
    }

    [Theory]
    [InlineData(LedgerFault.Down)]
    [InlineData(LedgerFault.Full)]
    public async Task While_the_ledger_takes_no_writes_nothing_is_acknowledged_and_afterwards_all_goes_on_by_itself(LedgerFault fault)
    {
        await Hold(Channel, _cluster.NewJob());
        _cluster.Ledger.Break(fault);
        var jobs = Enumerable.Range(0, 3).Select(_ => _cluster.NewJob()).ToList();

        foreach (var job in jobs)
            await FluentActions.Awaiting(() => Hold(Channel, job)).Should().ThrowAsync<OrleansException>("the caller learns that it was not stored");

        _cluster.Ledger.Repair();
        (await Channel.View()).Held.Should().Be(Amount, "what was refused is not there");
        foreach (var job in jobs) await Hold(Channel, job);
        (await Channel.View()).Held.Value.Should().Be(400);
    }

    private static readonly DateTimeOffset Deadline = DateTimeOffset.UtcNow.AddMinutes(4);

    private static Task<bool> Hold(IPaymentChannelGrain channel, JobId job) => channel.Hold(job, Amount, Deadline);
}
