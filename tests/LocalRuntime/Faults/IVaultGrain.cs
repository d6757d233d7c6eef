namespace Cocoon.LocalRuntime.Tests.Faults;

/// <summary>A grain on a storage that fails when told to. "Try" methods swallow the exception and tell of it.</summary>
[Alias("test.vault")]
public interface IVaultGrain : IGrainWithStringKey
{
    [Alias("add")]
    Task<VaultView> Add(long amount);

    [Alias("try-add")]
    Task<VaultView> TryAdd(long amount);

    [Alias("try-clear")]
    Task<VaultView> TryClear();

    [Alias("try-reload")]
    Task<VaultView> TryReload();

    [Alias("view")]
    Task<VaultView> View();

    /// <summary>Adds after "{key}/slow/out", and answers; the caller's patience is a second.</summary>
    [Alias("add-slowly"), ResponseTimeout("00:00:01")]
    Task<VaultView> AddSlowly(long amount);
}
