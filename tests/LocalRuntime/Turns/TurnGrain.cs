using Orleans.Concurrency;

namespace Cocoon.LocalRuntime.Tests.Turns;

[Reentrant, GrainType("test-turns")]
public sealed class TurnGrain : TurnGrainBase, ITurnGrain
{
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
