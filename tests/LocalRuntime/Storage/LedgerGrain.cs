namespace Cocoon.LocalRuntime.Tests.Storage;

[GrainType("test-ledger")]
public sealed class LedgerGrain([PersistentState("ledger", "sqlite")] IPersistentState<LedgerState> ledger) : Grain, ILedgerGrain
{
    public async Task<long> Add(long amount)
    {
        ledger.State.Total += amount;
        await ledger.WriteStateAsync();
        return ledger.State.Total;
    }

    public Task<LedgerView> Read() => Task.FromResult(new LedgerView(ledger.State.Total, ledger.Etag, ledger.RecordExists));

    public Task Clear() => ledger.ClearStateAsync(CancellationToken.None);

    public async Task<string> AddBy(ILedgerGrain other, long amount)
    {
        await other.Add(amount);
        return "done";
    }

    public Task<string> Activation() => Task.FromResult(GrainContext.ActivationId.ToString()!);
}
