using System.Globalization;
using System.Numerics;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using TonLibDotNet;
using TonLibDotNet.Types;
using TonLibDotNet.Types.Smc;
using TonLibDotNet.Types.Tvm;
using NativeClient = TonLibDotNet.ITonClient;

namespace Cocoon.Ton.TonLib.Gateway;

/// <summary>
/// <see cref="ITonLibGateway"/> over the package TonLib.Net 0.24.0. Built only where the package is (docs/ton.md). Register
/// its client as a singleton: it holds a native library.
/// </summary>
public sealed class TonLibGateway : ITonLibGateway
{
    private const int UnknownError = -1;

    private readonly NativeClient _client;

    /// <param name="client">The package's client.</param>
    public TonLibGateway(NativeClient client)
    {
        _client = client;
        // Before its first call: the package learns of requests that it does not know itself.
        TonClient.RegisterAssembly(typeof(TonLibGateway).Assembly);
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => Guard(async () =>
    {
        await _client.InitIfNeeded(cancellationToken);
        return true;
    });

    public Task<TonLibBlock> GetMasterchainInfoAsync(CancellationToken cancellationToken) => Guard(async () =>
    {
        var info = await _client.GetMasterchainInfo();
        return new TonLibBlock(info.Last.Workchain, info.Last.Shard, info.Last.Seqno, info.Last.RootHash, info.Last.FileHash, info.StateRootHash);
    });

    public Task<TonLibAccount> GetAccountAsync(string address, CancellationToken cancellationToken) => Guard(async () =>
    {
        var state = await _client.RawGetAccountState(address);
        return new TonLibAccount(
            state.Balance, state.Code ?? "", state.Data ?? "", state.LastTransactionId?.Lt ?? 0, state.LastTransactionId?.Hash ?? "", state.FrozenHash ?? "",
            new DateTimeOffset(state.SyncUtime.UtcDateTime, TimeSpan.Zero).ToUnixTimeSeconds());
    });

    public Task<IReadOnlyList<string>> GetTransactionsAsync(string address, long lt, string hash, int limit, CancellationToken cancellationToken) =>
        Guard<IReadOnlyList<string>>(async () =>
        {
            var start = new TonLibDotNet.Types.Internal.TransactionId { Lt = lt, Hash = hash };
            var page = await _client.RawGetTransactionsV2(address, start, limit);
            return [.. page.TransactionsList.Select(transaction => transaction.Data)];
        });

    public Task<GetMethodResult> RunGetMethodAsync(string address, string method, IReadOnlyList<StackItem> arguments, CancellationToken cancellationToken) =>
        Guard(async () =>
        {
            var contract = await _client.SmcLoad(address);
            try
            {
                var result = await _client.SmcRunGetMethod(contract.Id, new MethodIdName { Name = method }, [.. arguments.Select(Entry)]);
                return new GetMethodResult(result.ExitCode, checked((ulong)result.GasUsed), [.. result.Stack.Select(Item)]);
            }
            finally
            {
                await _client.SmcForget(contract.Id);
            }
        });

    public Task SendAsync(string boc, CancellationToken cancellationToken) =>
        Guard(() => _client.Execute(new RawSendMessage { Body = boc }, cancellationToken));

    public Task<TonLibFees> EstimateFeeAsync(string address, string body, string initCode, string initData, bool ignoreSignature, CancellationToken cancellationToken) =>
        Guard(async () =>
        {
            var query = await _client.Execute(
                new RawCreateQuery { Destination = new AccountAddress(address), InitCode = initCode, InitData = initData, Body = body }, cancellationToken);
            try
            {
                var fees = (await _client.QueryEstimateFees(query.Id, ignoreSignature)).SourceFees;
                return new TonLibFees(fees.InFwdFee, fees.StorageFee, fees.GasFee, fees.FwdFee);
            }
            finally
            {
                await _client.QueryForget(query.Id);
            }
        });

    public Task<string> GetConfigParamAsync(int number, CancellationToken cancellationToken) =>
        Guard(async () => (await _client.GetConfigParam(number)).Config.Bytes);

    private static async Task<T> Guard<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (TonLibDotNet.TonClientException e)
        {
            throw new TonLibException(e.Code, e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            throw new TonLibException(UnknownError, e.Message, e);
        }
    }

    private static StackEntry Entry(StackItem item) => item switch
    {
        StackItem.Number number => new StackEntryNumber { Number = new NumberDecimal { Number = number.Value.ToString(CultureInfo.InvariantCulture) } },
        StackItem.OfCell cell => new StackEntryCell { Cell = new TonLibDotNet.Types.Tvm.Cell { Bytes = Boc.WriteBase64(cell.Value) } },
        StackItem.OfSlice slice => new StackEntrySlice { Slice = new Slice { Bytes = Boc.WriteBase64(slice.Value) } },
        StackItem.Tuple tuple => new StackEntryTuple { Tuple = new TonLibDotNet.Types.Tvm.Tuple { Elements = [.. tuple.Items.Select(Entry)] } },
        StackItem.List or StackItem.Null => new StackEntryList { List = new List { Elements = [.. item.AsItems().Select(Entry)] } },
        _ => throw new ArgumentException($"tonlib takes no stack item of kind {item.GetType().Name}.", nameof(item)),
    };

    private static StackItem Item(StackEntry entry) => entry switch
    {
        StackEntryNumber number => number.Number.Number == "NaN" ? new StackItem.NotANumber() : StackItem.Of(BigInteger.Parse(number.Number.Number, CultureInfo.InvariantCulture)),
        StackEntryCell cell => StackItem.Of(Boc.ReadBase64(cell.Cell.Bytes)),
        StackEntrySlice slice => new StackItem.OfSlice(Boc.ReadBase64(slice.Slice.Bytes)),
        StackEntryTuple tuple => new StackItem.Tuple([.. tuple.Tuple.Elements.Select(Item)]),
        StackEntryList { List.Elements.Count: 0 } => new StackItem.Null(),
        StackEntryList list => new StackItem.List([.. list.List.Elements.Select(Item)]),
        _ => new StackItem.Unsupported(),
    };
}
