namespace Cocoon.LocalRuntime.Tests.Storage;

[Alias("test.ledger")]
public interface ILedgerGrain : IGrainWithStringKey
{
    [Alias("add")]
    Task<long> Add(long amount);

    [Alias("read")]
    Task<LedgerView> Read();

    [Alias("clear")]
    Task Clear();

    /// <summary>Lets another grain write, and lets its exception through.</summary>
    [Alias("add-by")]
    Task<string> AddBy(ILedgerGrain other, long amount);

    [Alias("activation")]
    Task<string> Activation();
}
