using System.Collections.Concurrent;
using System.Threading.Channels;
using Cocoon.Grains;

namespace Cocoon.Storage.Tests.Postgres.Grains;

[GrainType("test-pulse")]
public sealed class PulseGrain([PersistentState("pulse", Stores.Ledger)] IPersistentState<PulseState> state) : Grain, IPulseGrain, IRemindable
{
    private static readonly ConcurrentDictionary<string, Channel<TickStatus>> Heard = new();

    /// <summary>The ticks that reached the grain of that key, in this process.</summary>
    public static ChannelReader<TickStatus> Ticks(string key) => Heard.GetOrAdd(key, _ => Channel.CreateUnbounded<TickStatus>()).Reader;

    public async Task<long> Add(long amount)
    {
        state.State.Total += amount;
        await state.WriteStateAsync();
        return state.State.Total;
    }

    public Task Clear() => state.ClearStateAsync();

    public async Task Remind(TimeSpan due, TimeSpan period) => await this.RegisterOrUpdateReminder("pulse", due, period);

    public async Task<int> Forget()
    {
        await this.UnregisterReminder((await this.GetReminder("pulse"))!);
        return (await this.GetReminders()).Count;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Heard.GetOrAdd(this.GetPrimaryKeyString(), _ => Channel.CreateUnbounded<TickStatus>()).Writer.TryWrite(status);
        return Task.CompletedTask;
    }
}
