using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Calls;

public sealed class CancellationTests(SharedHost shared) : ConformanceTests(shared)
{
    [Fact]
    public async Task Cancelling_reaches_the_callee_in_its_own_turns_and_frees_the_caller()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Grain<IGateGrain>().PassCancellable("a", cancellation.Token);
        await Phases.Wait($"{Key}/a/in");

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
        await Phases.Wait($"{Key}/a/done");
        Journal.Read(Key).Should().Equal("cancelled a in grain True");
    }

    [Fact]
    public async Task A_call_cancelled_before_it_is_sent_never_runs()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        var call = async () => await Grain<IGateGrain>().PassCancellable("a", cancellation.Token);

        await call.Should().ThrowAsync<OperationCanceledException>();
        await Grain<IGateGrain>().Note("after");
        Journal.Read(Key).Should().Equal("after");
    }

    [Fact]
    public async Task A_call_cancelled_while_it_waits_does_no_work()
    {
        using var cancellation = new CancellationTokenSource();
        var grain = Grain<IGateGrain>();
        var running = grain.Pass("a");
        await Phases.Wait($"{Key}/a/in");
        var waiting = grain.PassCancellable("b", cancellation.Token);

        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
        Phases.Reach($"{Key}/a/out");
        await running;
        await grain.Note("after");

        // Orleans brings the cancellation in the background: the call may still start, with its token cancelled.
        Journal.Read(Key).Where(entry => TestHost.IsLocalRuntime || !entry.StartsWith("cancelled", StringComparison.Ordinal)).Should().Equal("+a", "-a", "after");
    }
}
