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
        if (Phases.IsReached($"{Key}/fail-to-activate") && !Phases.IsReached($"{Key}/recover")) throw new InvalidOperationException("cannot live");
        state.State.Lives++;
        await state.WriteStateAsync(cancellationToken);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Write(Key, $"deactivate {reason.ReasonCode}");
        Phases.Reach($"{Key}/deactivated");
        return Task.CompletedTask;
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
}
