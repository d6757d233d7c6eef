using Cocoon.Storage;
using Orleans.Storage;

namespace Cocoon.Failures.Tests.Cluster;

/// <summary>The ledger of a cluster, with a fault at the tests' wish.</summary>
internal sealed class FaultyLedger(IGrainStorage storage) : IGrainStorage
{
    private volatile TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public LedgerFault Fault { get; private set; }

    /// <summary>Writes that wait for a slow ledger.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Break(LedgerFault fault)
    {
        _over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Fault = fault;
    }

    public void Repair()
    {
        Fault = LedgerFault.None;
        _over.TrySetResult();
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Fault == LedgerFault.Down ? throw Gone() : storage.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        switch (Fault)
        {
            case LedgerFault.Down:
                throw Gone();
            case LedgerFault.Full:
                throw new StoreException("The disk of the ledger is full. Free some space.");
            case LedgerFault.Slow:
                Interlocked.Increment(ref _waiting);
                await _over.Task;
                Interlocked.Decrement(ref _waiting);
                break;
        }
        await storage.WriteStateAsync(stateName, grainId, grainState);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Fault == LedgerFault.None ? storage.ClearStateAsync(stateName, grainId, grainState) : throw Gone();

    private static IOException Gone() => new("The ledger does not answer.");
}
