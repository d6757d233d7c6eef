using Cocoon.LocalRuntime.Tests.Faults;
using Cocoon.LocalRuntime.Tests.Hosting;
using Orleans.GrainDirectory;
using Orleans.Placement;

namespace Cocoon.LocalRuntime.Tests.Clusters;

[GrainType("test-wanderer"), PreferLocalPlacement, GrainDirectory(ForgetfulDirectory.Name)]
public sealed class WandererGrain([PersistentState("wanderer", FaultyStorage.Name)] IPersistentState<VaultState> state, ILocalSiloDetails silo)
    : Grain, IWandererGrain, IRemindable
{
    private string Key => this.GetPrimaryKeyString();

    public async Task<WandererView> Add(long amount)
    {
        state.State.Total += amount;
        await state.WriteStateAsync();
        return new WandererView(state.State.Total, silo.Name, GrainContext.ActivationId.ToString());
    }

    public async Task<WandererView> AddSlowly(long amount)
    {
        Phases.Reach($"{Key}/slow/in");
        await Phases.Wait($"{Key}/slow/out");
        return await Add(amount);
    }

    public async Task Remind(TimeSpan period)
    {
        await this.RegisterOrUpdateReminder("tick", TimeSpan.Zero, period);
        DeactivateOnIdle();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Phases.Reach($"{Key}/ticked/{silo.Name}");
        return Task.CompletedTask;
    }
}
