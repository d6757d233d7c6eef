using Orleans.Concurrency;

namespace Cocoon.LocalRuntime.Tests.Turns;

[Reentrant, GrainType("test-turns")]
public sealed class TurnGrain : Grain, ITurnGrain
{
    private readonly List<int> _numbers = [];
    private int _count;
    private int _inside;

    public Task Append(int number)
    {
        _numbers.Add(number);
        return Task.CompletedTask;
    }

    public Task<List<int>> Appended() => Task.FromResult(_numbers);

    public async Task CountUp(int times)
    {
        for (var i = 0; i < times; i++)
        {
            if (Interlocked.Increment(ref _inside) != 1) throw new InvalidOperationException("Two turns ran at once.");
            var read = _count;
            Thread.SpinWait(50);
            _count = read + 1;
            Interlocked.Decrement(ref _inside);
            await Task.Yield();
        }
    }

    public Task<int> Count() => Task.FromResult(_count);

    public async Task<string> WhereAwaitsReturn()
    {
        var mine = TaskScheduler.Current;
        var inRun = await Task.Run(() => ReferenceEquals(TaskScheduler.Current, mine));
        var afterRun = ReferenceEquals(TaskScheduler.Current, mine);
        await Task.Delay(1);
        var afterDelay = ReferenceEquals(TaskScheduler.Current, mine);
        var continued = await Task.CompletedTask.ContinueWith(_ => ReferenceEquals(TaskScheduler.Current, mine), TaskScheduler.Current);
        var started = await Task.Factory.StartNew(() => ReferenceEquals(TaskScheduler.Current, mine), CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current);
        return $"own={mine != TaskScheduler.Default} run={inRun} afterRun={afterRun} afterDelay={afterDelay} continued={continued} started={started}";
    }
}
