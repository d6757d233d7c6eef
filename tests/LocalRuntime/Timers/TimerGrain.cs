using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Timers;

[GrainType("test-timers")]
public sealed class TimerGrain : Grain, ITimerGrain
{
    private readonly TaskScheduler _mine = TaskScheduler.Current;
    private IGrainTimer? _timer;
    private int _ticks;
    private int _inside;
    private bool _busy;

    private string Key => this.GetPrimaryKeyString();

    public Task Start(TimeSpan due, TimeSpan period, bool interleave)
    {
        _timer = this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(due, period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task Dispose()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task<int> Ticks() => Task.FromResult(_ticks);

    public async Task BeBusy()
    {
        _busy = true;
        Phases.Reach($"{Key}/busy/in");
        await Phases.Wait($"{Key}/busy/out");
        _busy = false;
    }

    private async Task Tick(CancellationToken cancellationToken)
    {
        var tick = ++_ticks;
        if (++_inside > 1) Journal.Write(Key, "overlap");
        if (!ReferenceEquals(TaskScheduler.Current, _mine)) Journal.Write(Key, "outside the grain");
        if (_busy) Phases.Reach($"{Key}/tick-while-busy");
        Phases.Reach($"{Key}/tick{tick}");
        await Task.Yield();
        _inside--;
        if (tick == 2) throw new InvalidOperationException("The second tick fails.");
    }
}
