using Cocoon.Core.Money;
using Cocoon.Failures.Tests.Cluster;
using Cocoon.Grains.Channels;

namespace Cocoon.Failures.Tests;

/// <summary>Silos that cannot reach one another, or the membership table (docs/failures.md).</summary>
public sealed class ConnectionTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Deadline = DateTimeOffset.UtcNow.AddMinutes(4);

    private MarketCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await MarketCluster.Start();
        await _cluster.On(0).Open();
        await _cluster.On(1).View();
    }

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task Across_a_cut_calls_fail_and_when_it_is_healed_the_same_call_counts_once()
    {
        var job = _cluster.NewJob();
        _cluster.Network.Cut();

        var failed = await FluentActions.Awaiting(() => Hold(_cluster.On(1))).Should().ThrowAsync<Exception>();
        await _cluster.On(0).View();

        failed.Which.Should().Match(error => error is OrleansException || error is TimeoutException);
        _cluster.Network.Heal();
        using var patience = new CancellationTokenSource(Patience);
        while (!await Succeeds(() => Hold(_cluster.On(1)))) patience.Token.ThrowIfCancellationRequested();
        (await _cluster.On(1).View()).Held.Value.Should().Be(100);

        Task Hold(IPaymentChannelGrain channel) => channel.Hold(job, new Nano(100), Deadline);
    }

    [Fact]
    public async Task Without_the_membership_table_silos_serve_on_and_none_joins_until_it_is_back()
    {
        _cluster.Membership.IsGone = true;
        _cluster.JoinPatience = TimeSpan.FromSeconds(1);

        await FluentActions.Awaiting(_cluster.Add).Should().ThrowAsync<Exception>();
        await _cluster.On(1).Hold(_cluster.NewJob(), new Nano(100), Deadline);
        (await _cluster.On(0).View()).Held.Value.Should().Be(100);

        _cluster.Membership.IsGone = false;
        _cluster.JoinPatience = Patience;
        await _cluster.Add();
        _cluster.Silos.Should().HaveCount(3);
        (await _cluster.On(2).View()).Held.Value.Should().Be(100);
    }

    private static async Task<bool> Succeeds(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return false;
        }
    }
}
