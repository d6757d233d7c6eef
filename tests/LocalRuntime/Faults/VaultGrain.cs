using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Faults;

[GrainType("test-vault")]
public sealed class VaultGrain([PersistentState("vault", FaultyStorage.Name)] IPersistentState<VaultState> vault) : Grain, IVaultGrain
{
    private string Key => this.GetPrimaryKeyString();

    public async Task<VaultView> Add(long amount)
    {
        vault.State.Total += amount;
        await vault.WriteStateAsync();
        return Now(null);
    }

    public Task<VaultView> TryAdd(long amount)
    {
        vault.State.Total += amount;
        return Try(vault.WriteStateAsync);
    }

    public Task<VaultView> TryClear() => Try(vault.ClearStateAsync);

    public Task<VaultView> TryReload() => Try(vault.ReadStateAsync);

    public Task<VaultView> View() => Task.FromResult(Now(null));

    public async Task<VaultView> AddSlowly(long amount)
    {
        Phases.Reach($"{Key}/slow/in");
        await Phases.Wait($"{Key}/slow/out");
        return await Add(amount);
    }

    private async Task<VaultView> Try(Func<Task> operation)
    {
        try
        {
            await operation();
            return Now(null);
        }
        catch (Exception exception)
        {
            return Now($"{exception.GetType().Name} of {exception.InnerException?.GetType().Name ?? "nothing"}");
        }
    }

    private VaultView Now(string? error) => new(vault.State.Total, vault.Etag, vault.RecordExists, GrainContext.ActivationId.ToString()!, error);
}
