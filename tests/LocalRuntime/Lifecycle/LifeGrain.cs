using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Lifecycle;

[GrainType("test-life")]
public sealed class LifeGrain([PersistentState("life", "memory")] IPersistentState<LifeState> state, LifeService service, IGrainContext context) : Grain, ILifeGrain
{
    private readonly string _id = context.ActivationId.ToString()!;

    private string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Write(Key, $"activate, state read {state.State.Lives}, service {service.Name}");
        if (Phases.IsReached($"{Key}/tick-from-birth")) StartTicking();
        if (Phases.IsReached($"{Key}/fail-to-activate") && !Phases.IsReached($"{Key}/recover")) throw new InvalidOperationException("cannot live");
        state.State.Lives++;
        await state.WriteStateAsync(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Write(Key, $"deactivate {reason.ReasonCode}");
        Phases.Reach($"{Key}/deactivated");
        if (Phases.IsReached($"{Key}/end-badly")) throw new InvalidOperationException("cannot end");
        return Phases.IsReached($"{Key}/end-slowly") ? EndSlowly() : Task.CompletedTask;
    }

    public Task<string> Touch() => Task.FromResult(_id);

    public Task<string> End()
    {
        DeactivateOnIdle();
        return Task.FromResult(_id);
    }

    public async Task<string> EndAfter(string phase)
    {
        DeactivateOnIdle();
        Phases.Reach($"{Key}/{phase}/in");
        await Phases.Wait($"{Key}/{phase}/out");
        return _id;
    }

    public Task Note(string entry)
    {
        Journal.Write(Key, entry);
        return Task.CompletedTask;
    }

    public Task<string> StartTimer()
    {
        StartTicking();
        return Task.FromResult(_id);
    }

    public Task<int> Ticks() => Task.FromResult(Journal.Read($"{Key}/ticks").Length);

    private void StartTicking() => this.RegisterGrainTimer(
        () =>
        {
            Journal.Write($"{Key}/ticks", _id);
            Phases.Reach($"{Key}/tick{Journal.Read($"{Key}/ticks").Length}");
            return Task.CompletedTask;
        },
        new GrainTimerCreationOptions(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(2)));

    private async Task EndSlowly()
    {
        await Phases.Wait($"{Key}/may-end");
        Journal.Write(Key, "ended");
    }
}
