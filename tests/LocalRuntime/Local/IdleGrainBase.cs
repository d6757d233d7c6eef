using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Local;

public abstract class IdleGrainBase : Grain
{
    /// <summary>Unlike every period of the runtime, so that a test can wait for this timer to be set.</summary>
    public static readonly TimeSpan TimerPeriod = TimeSpan.FromSeconds(61);

    public Task<string> Touch() => Task.FromResult(GrainContext.ActivationId.ToString());

    public Task Delay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }

    public Task StartTimer(bool keepAlive)
    {
        this.RegisterGrainTimer(_ => Task.CompletedTask, new GrainTimerCreationOptions(TimerPeriod, TimerPeriod) { KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Write(this.GetPrimaryKeyString(), $"{reason.ReasonCode}");
        Phases.Reach($"{this.GetPrimaryKeyString()}/ended");
        return Task.CompletedTask;
    }
}
