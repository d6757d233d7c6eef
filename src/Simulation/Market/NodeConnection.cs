using Cocoon.Core.Accounts;
using Cocoon.Simulation.Chain;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Runtime;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;

namespace Cocoon.Simulation.Market;

/// <summary>One silo's connection to a node of the simulated chain: every question takes time, in which the silo may do other things or die.</summary>
internal sealed class NodeConnection(SimulatedProcess process, SimulatedTon chain, Dice latency) : ITonClient
{
    public async Task<MasterchainInfo> GetMasterchainInfoAsync(CancellationToken cancellationToken = default)
    {
        await Travel(cancellationToken);
        return await chain.GetMasterchainInfoAsync(cancellationToken);
    }

    public async Task<uint> GetMasterchainSeqnoAsync(CancellationToken cancellationToken = default)
    {
        await Travel(cancellationToken);
        return await chain.GetMasterchainSeqnoAsync(cancellationToken);
    }

    public async Task<TonAccount> GetAccountAsync(AccountAddress address, CancellationToken cancellationToken = default)
    {
        await Travel(cancellationToken);
        return await chain.GetAccountAsync(address, cancellationToken);
    }

    public async Task<IReadOnlyList<TonTransaction>> GetTransactionsAsync(AccountAddress address, TransactionId? from, int limit, ulong toLt, CancellationToken cancellationToken = default)
    {
        await Travel(cancellationToken);
        return await chain.GetTransactionsAsync(address, from, limit, toLt, cancellationToken);
    }

    public async Task<GetMethodResult> RunGetMethodAsync(AccountAddress address, string method, IReadOnlyList<StackItem> arguments, CancellationToken cancellationToken = default)
    {
        await Travel(cancellationToken);
        return await chain.RunGetMethodAsync(address, method, arguments, cancellationToken);
    }

    public async Task SendAsync(Cell message, CancellationToken cancellationToken = default)
    {
        await Travel(cancellationToken);
        await chain.SendAsync(message, cancellationToken);
    }

    public async Task<FeeEstimate> EstimateFeeAsync(Cell message, bool ignoreSignature = true, CancellationToken cancellationToken = default)
    {
        await Travel(cancellationToken);
        return await chain.EstimateFeeAsync(message, ignoreSignature, cancellationToken);
    }

    public async Task<Cell> GetConfigParamAsync(int number, CancellationToken cancellationToken = default)
    {
        await Travel(cancellationToken);
        return await chain.GetConfigParamAsync(number, cancellationToken);
    }

    private Task Travel(CancellationToken cancellationToken) => process.Delay(latency.Between(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(120)), cancellationToken);
}
