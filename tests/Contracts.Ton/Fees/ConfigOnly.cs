using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;

namespace Cocoon.Ton.Tests.Fees;

/// <summary>A node that knows its configuration and nothing else.</summary>
internal sealed class ConfigOnly(Func<int, Cell> parameter) : ITonClient
{
    public Task<Cell> GetConfigParamAsync(int number, CancellationToken cancellationToken = default) => Task.FromResult(parameter(number));

    public Task<MasterchainInfo> GetMasterchainInfoAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<TonAccount> GetAccountAsync(AccountAddress address, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<TonTransaction>> GetTransactionsAsync(AccountAddress address, TransactionId? from, int limit, ulong toLt, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<GetMethodResult> RunGetMethodAsync(AccountAddress address, string method, IReadOnlyList<StackItem> arguments, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task SendAsync(Cell message, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<FeeEstimate> EstimateFeeAsync(Cell message, bool ignoreSignature = true, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
