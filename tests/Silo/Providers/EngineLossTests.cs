using Cocoon.Core;
using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;
using Cocoon.Grains;
using Cocoon.Grains.Tests;

namespace Cocoon.Silo.Tests.Providers;

/// <summary>A silo whose engine stops answering.</summary>
public sealed class EngineLossTests : IAsyncLifetime
{
    private readonly GrainHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Jobs_end_and_pay_what_came_and_the_offer_is_gone_until_the_engine_is_back()
    {
        var channel = await _host.OpenChannel(10_000);
        var (_, tokens) = await _host.Run(_host.Spec(channel), "deaf 2");
        await using var reader = tokens.GetAsyncEnumerator();
        for (var i = 0; i < 2; i++) (await reader.MoveNextAsync()).Should().BeTrue();

        _host.Engine.Load = new() { IsHung = true };
        _host.Agent.Notice();

        (await reader.MoveNextAsync()).Should().BeTrue();
        var outcome = reader.Current.Outcome!;
        outcome.Failure!.Code.Should().Be(RefusalCode.EngineFailed);
        (outcome.Ending, outcome.Bill!.Receipt.Receipt.Tokens.Completion).Should().Be((JobEnding.Interrupted, 2L));
        await GrainHost.Eventually(async () => (await _host.Candidates()).IsEmpty);

        _host.Engine.Load = default;
        _host.Agent.Notice();

        await GrainHost.Eventually(async () => !(await _host.Candidates()).IsEmpty);
        (await _host.Earn(channel)).Receipt.Tokens.Completion.Should().Be(1);
    }

    [Fact]
    public async Task A_deadline_and_a_hang_up_free_the_slot_of_an_engine_that_does_not_listen()
    {
        var channel = await _host.OpenChannel(10_000);
        var (timed, late) = await _host.Run(_host.Spec(channel, seconds: 3), "deaf 1");
        var (hungUp, tokens) = await _host.Run(_host.Spec(channel), "deaf 1");
        await using (var reader = tokens.GetAsyncEnumerator()) (await reader.MoveNextAsync()).Should().BeTrue();

        var last = await late.LastAsync();

        last.Outcome!.Failure!.Code.Should().Be(RefusalCode.DeadlinePassed);
        last.Outcome.Bill!.Receipt.Receipt.Tokens.Completion.Should().Be(1);
        await GrainHost.Eventually(async () => (await _host.Grains.Provider(_host.Provider).View()).LeasesInUse == 0);
        (await _host.Grains.Job(hungUp).View()).Status.Should().Be(JobStatus.Receipted);
        (await _host.Grains.Job(timed).View()).Status.Should().Be(JobStatus.Receipted);
    }
}
