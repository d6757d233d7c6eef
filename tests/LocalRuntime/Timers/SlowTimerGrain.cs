using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Timers;

[GrainType("test-slow-timers")]
public sealed class SlowTimerGrain : Grain, ISlowTimerGrain
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private IGrainTimer? _timer;
    private int _ticks;

    private string Key => this.GetPrimaryKeyString();

    public Task Start(bool interleave)
    {
        _timer = this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(Soon, Soon) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartThrowing()
    {
        _timer = this.RegisterGrainTimer(Throw, new GrainTimerCreationOptions(Soon, Soon));
        return Task.CompletedTask;
    }

    public Task Dispose()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    private async Task Tick(CancellationToken cancellationToken)
    {
        var tick = ++_ticks;
        Journal.Write(Key, $"+{tick}");
        using var registration = cancellationToken.Register(() => Phases.Reach($"{Key}/cancelled"));
        Phases.Reach($"{Key}/tick{tick}/in");
        await Phases.Wait($"{Key}/tick{tick}/out");
        Journal.Write(Key, $"-{tick}");
        Phases.Reach($"{Key}/tick{tick}/done");
    }

    private Task Throw(CancellationToken cancellationToken)
    {
        Phases.Reach($"{Key}/thrown{++_ticks}");
        throw new InvalidOperationException("at once");
    }
}
