using Cocoon.Core;
using Cocoon.Grains;

namespace Cocoon.Simulation.Tests.Runtime;

public sealed class TallyGrain([PersistentState("tally", Stores.Ledger)] IPersistentState<TallyState> record, TimeProvider time)
    : StateMachineGrain<TallyState>(record, time), ITallyGrain, IRemindable
{
    public async Task<int> Add(int amount) => (await Commit(state => Step<TallyState>.To(state with { Sum = state.Sum + amount }))).Sum;

    public async Task<int> Look()
    {
        await Refresh();
        return State.Sum;
    }

    public async Task<int> AddSlowly(int amount)
    {
        await Task.Delay(TimeSpan.FromSeconds(5), Time);
        return await Add(amount);
    }

    public async Task Remind() => await this.RegisterOrUpdateReminder("add", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

    public async Task Escape(string how)
    {
        switch (how)
        {
            case "Task.Run":
                await Task.Run(static () => { });
                break;
            case "wall clock timer":
                await Task.Delay(1);
                break;
            case "ConfigureAwait":
                await Task.Delay(TimeSpan.FromSeconds(1), Time).ConfigureAwait(false);
                await Add(1);
                break;
            default:
                await File.WriteAllTextAsync(Path.GetTempFileName(), "real I/O");
                break;
        }
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Add(1);
}
