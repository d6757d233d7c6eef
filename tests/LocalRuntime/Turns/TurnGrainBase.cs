using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Turns;

public abstract class TurnGrainBase : Grain
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
            CountOnce();
            await Task.Yield();
        }
    }

    public Task CountUpInterleaved(int times) => CountUp(times);

    public async Task CountInContinuations(int continuations)
    {
        // Its continuations would run where it is completed, all at once, if nothing brought them back into turns.
        var go = new TaskCompletionSource();
        var counting = Enumerable.Range(0, continuations).Select(async number =>
        {
            if (number % 2 == 0) await go.Task;
            else await go.Task.ConfigureAwait(true);
            CountOnce();
        }).ToList();
        Phases.Reach($"{this.GetPrimaryKeyString()}/waiting");
        _ = Task.Run(async () =>
        {
            await Phases.Wait($"{this.GetPrimaryKeyString()}/go");
            go.SetResult();
        });
        await Task.WhenAll(counting);
    }

    public Task<int> Count() => Task.FromResult(_count);

    private void CountOnce()
    {
        if (Interlocked.Increment(ref _inside) != 1) throw new InvalidOperationException("Two turns ran at once.");
        var read = _count;
        Thread.SpinWait(50);
        _count = read + 1;
        Interlocked.Decrement(ref _inside);
    }
}
