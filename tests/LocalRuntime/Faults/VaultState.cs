namespace Cocoon.LocalRuntime.Tests.Faults;

[GenerateSerializer, Alias("test.vault-state")]
public sealed class VaultState
{
    [Id(0)]
    public long Total { get; set; }
}
