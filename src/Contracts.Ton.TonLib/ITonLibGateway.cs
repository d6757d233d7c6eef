using Cocoon.Ton.Client;

namespace Cocoon.Ton.TonLib;

/// <summary>
/// The seven calls of tonlib that <see cref="TonLibTonClient"/> needs, in tonlib's own terms: addresses as text, cells as
/// base64 bags, hashes as base64. Failures are <see cref="TonLibException"/>. Calls come one at a time.
/// </summary>
public interface ITonLibGateway
{
    /// <summary>Connects if need be; called before the first call and after an error that ended the connection.</summary>
    Task ConnectAsync(CancellationToken cancellationToken);

    Task<TonLibBlock> GetMasterchainInfoAsync(CancellationToken cancellationToken);

    Task<TonLibAccount> GetAccountAsync(string address, CancellationToken cancellationToken);

    /// <summary>Bags of up to <paramref name="limit"/> transactions, from one on, newest first.</summary>
    Task<IReadOnlyList<string>> GetTransactionsAsync(string address, long lt, string hash, int limit, CancellationToken cancellationToken);

    /// <summary>Loads the contract, runs the method and forgets the contract.</summary>
    Task<GetMethodResult> RunGetMethodAsync(string address, string method, IReadOnlyList<StackItem> arguments, CancellationToken cancellationToken);

    Task SendAsync(string boc, CancellationToken cancellationToken);

    /// <summary>Prices a message by a query that is forgotten again.</summary>
    Task<TonLibFees> EstimateFeeAsync(string address, string body, string initCode, string initData, bool ignoreSignature, CancellationToken cancellationToken);

    /// <summary>A bag with the parameter's cell.</summary>
    Task<string> GetConfigParamAsync(int number, CancellationToken cancellationToken);
}
