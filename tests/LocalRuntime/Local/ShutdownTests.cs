using Cocoon.LocalRuntime.Tests.Calls;
using Cocoon.LocalRuntime.Tests.Hosting;
using Cocoon.LocalRuntime.Tests.Streams;

namespace Cocoon.LocalRuntime.Tests.Local;

public sealed class ShutdownTests
{
    private readonly string _key = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task A_running_call_may_finish_and_a_new_one_is_refused()
    {
        await using var host = await TestHost.Start();
        var grain = host.Grains.GetGrain<IGateGrain>(_key);
        var running = grain.Pass("a");
        await Phases.Wait($"{_key}/a/in");
        var stopping = host.Stop();

        var late = async () => await grain.Note("late");
        await late.Should().ThrowAsync<SiloUnavailableException>().WithMessage("*stopping*");

        stopping.IsCompleted.Should().BeFalse();
        Phases.Reach($"{_key}/a/out");
        await stopping;
        await running;
        Journal.Read(_key).Should().Equal("+a", "-a");
    }

    [Fact]
    public async Task A_call_that_never_ends_is_abandoned_at_the_deadline_and_its_caller_is_told()
    {
        await using var host = await TestHost.Start();
        var running = host.Grains.GetGrain<IGateGrain>(_key).Pass("a");
        await Phases.Wait($"{_key}/a/in");

        await host.Stop(new CancellationToken(canceled: true));

        await FluentActions.Awaiting(() => running).Should().ThrowAsync<SiloUnavailableException>().WithMessage("*before*answered*");
        Phases.Reach($"{_key}/a/out");
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_an_endless_enumeration()
    {
        await using var host = await TestHost.Start();
        await using var numbers = host.Grains.GetGrain<IProducerGrain>(_key).OneAndWait().WithBatchSize(1).GetAsyncEnumerator();
        await numbers.MoveNextAsync();
        var next = numbers.MoveNextAsync().AsTask();
        await Phases.Wait($"{_key}/waiting");

        await host.Stop();

        await Phases.Wait($"{_key}/finally");
        await FluentActions.Awaiting(() => next).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_call_before_the_start_says_so()
    {
        await using var host = TestHost.Build();

        var call = async () => await host.Grains.GetGrain<IGateGrain>(_key).Note("early");

        await call.Should().ThrowAsync<SiloUnavailableException>().WithMessage("*has not started*");
    }
}
