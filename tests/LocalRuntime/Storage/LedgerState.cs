namespace Cocoon.LocalRuntime.Tests.Storage;

[GenerateSerializer, Alias("test.ledger-state")]
public sealed class LedgerState
{
    [Id(0)]
    public long Total { get; set; }
}
