using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Calls;

public sealed class InterleavingTests(SharedHost shared) : ConformanceTests(shared)
{
    [Fact]
    public async Task A_second_call_waits_until_the_first_has_ended()
    {
        var grain = Grain<IGateGrain>();
        var first = grain.Pass("a");
        await Phases.Wait($"{Key}/a/in");
        var second = grain.Pass("b");
        Phases.Reach($"{Key}/b/out");
        await Grain<IGateGrain>("other").Note("the runtime has had time for other things");

        Phases.Reach($"{Key}/a/out");
        await Task.WhenAll(first, second);

        Journal.Read(Key).Should().Equal("+a", "-a", "+b", "-b");
    }

    [Fact]
    public async Task Always_interleave_starts_while_another_call_runs()
    {
        var grain = Grain<IGateGrain>();
        var first = grain.Pass("a");
        await Phases.Wait($"{Key}/a/in");

        Phases.Reach($"{Key}/b/out");
        await grain.PassInterleaved("b");

        first.IsCompleted.Should().BeFalse();
        Phases.Reach($"{Key}/a/out");
        await first;
        Journal.Read(Key).Should().Equal("+a", "+b", "-b", "-a");
    }

    [Fact]
    public async Task An_interleaving_call_does_not_hold_others_back()
    {
        var grain = Grain<IGateGrain>();
        var first = grain.PassInterleaved("a");
        await Phases.Wait($"{Key}/a/in");

        Phases.Reach($"{Key}/b/out");
        await grain.Pass("b");

        Phases.Reach($"{Key}/a/out");
        await first;
        Journal.Read(Key).Should().Equal("+a", "+b", "-b", "-a");
    }

    [Fact]
    public async Task Readers_interleave_with_readers_and_pass_a_waiting_writer()
    {
        var grain = Grain<IGateGrain>();
        var reader = grain.PassReading("r1");
        await Phases.Wait($"{Key}/r1/in");
        var writer = grain.Pass("w");
        Phases.Reach($"{Key}/w/out");
        Phases.Reach($"{Key}/r2/out");
        await grain.PassReading("r2");

        Phases.Reach($"{Key}/r1/out");
        await Task.WhenAll(reader, writer);

        Journal.Read(Key).Should().Equal("+r1", "+r2", "-r2", "-r1", "+w", "-w");
    }

    [Fact]
    public async Task A_reader_waits_for_a_writer()
    {
        var grain = Grain<IGateGrain>();
        var writer = grain.Pass("w");
        await Phases.Wait($"{Key}/w/in");
        var reader = grain.PassReading("r");
        Phases.Reach($"{Key}/r/out");

        Phases.Reach($"{Key}/w/out");
        await Task.WhenAll(reader, writer);

        Journal.Read(Key).Should().Equal("+w", "-w", "+r", "-r");
    }

    [Fact]
    public async Task A_reentrant_grain_runs_calls_side_by_side()
    {
        var grain = Grain<IReentrantGateGrain>();
        var first = grain.Pass("a");
        await Phases.Wait($"{Key}/a/in");

        Phases.Reach($"{Key}/b/out");
        await grain.Pass("b");

        Phases.Reach($"{Key}/a/out");
        await first;
        Journal.Read(Key).Should().Equal("+a", "+b", "-b", "-a");
    }

    [Fact]
    public async Task A_may_interleave_predicate_decides_by_the_call()
    {
        var grain = Grain<IChoosyGateGrain>();
        var first = grain.Pass("a");
        await Phases.Wait($"{Key}/a/in");
        var slow = grain.Pass("slow");
        Phases.Reach($"{Key}/slow/out");
        Phases.Reach($"{Key}/quick/out");
        await grain.Pass("quick");

        Phases.Reach($"{Key}/a/out");
        await Task.WhenAll(first, slow);

        Journal.Read(Key).Should().Equal("+a", "+quick", "-quick", "-a", "+slow", "-slow");
    }

    [Fact]
    public async Task A_stateless_worker_runs_up_to_its_limit_at_once()
    {
        var grain = Grain<IWorkerGateGrain>();
        string[] names = ["a", "b", "c", "d"];
        var running = names.Select(grain.Pass).ToArray();
        await Task.WhenAny(WaitFor(0, 1, 2), WaitFor(0, 1, 3), WaitFor(0, 2, 3), WaitFor(1, 2, 3));
        Journal.Read(Key).Should().HaveCount(3).And.OnlyContain(entry => entry.StartsWith('+'));

        foreach (var name in names) Phases.Reach($"{Key}/{name}/out");
        await Task.WhenAll(running);
        Journal.Read(Key).Should().HaveCount(8);

        Task WaitFor(params int[] some) => Task.WhenAll(some.Select(i => Phases.Wait($"{Key}/{names[i]}/in")));
    }

    [Fact]
    public async Task A_one_way_caller_does_not_wait()
    {
        await Grain<IGateGrain>().PassOneWay("a");

        await Phases.Wait($"{Key}/a/in");
        Phases.IsReached($"{Key}/a/done").Should().BeFalse();
        Phases.Reach($"{Key}/a/out");
        await Phases.Wait($"{Key}/a/done");
    }
}
