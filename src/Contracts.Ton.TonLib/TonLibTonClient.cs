using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Messages;

namespace Cocoon.Ton.TonLib;

/// <summary>
/// <see cref="ITonClient"/> over tonlib, which talks to lite servers and checks their proofs. Calls go one after another, as
/// tonlib wants it; after an error that ended its connection a call is made once more. Thread-safe.
/// </summary>
public sealed class TonLibTonClient(ITonLibGateway gateway) : ITonClient, IDisposable
{
    private const int ConnectionEnded = 500;
    private const int PageMax = 100;

    private readonly SemaphoreSlim _turn = new(1);

    public Task<MasterchainInfo> GetMasterchainInfoAsync(CancellationToken cancellationToken = default) => CallAsync(async () =>
    {
        var block = await gateway.GetMasterchainInfoAsync(cancellationToken);
        return new MasterchainInfo(new BlockId(block.Workchain, block.Shard, checked((uint)block.Seqno), Hash(block.RootHash), Hash(block.FileHash)), Hash(block.StateRootHash));
    }, changesState: false, cancellationToken);

    public Task<TonAccount> GetAccountAsync(AccountAddress address, CancellationToken cancellationToken = default) =>
        CallAsync(async () => Account(await gateway.GetAccountAsync(address.Raw, cancellationToken)), changesState: false, cancellationToken);

    public Task<IReadOnlyList<TonTransaction>> GetTransactionsAsync(
        AccountAddress address, TransactionId? from, int limit, ulong toLt, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, PageMax);
        return CallAsync<IReadOnlyList<TonTransaction>>(async () =>
        {
            // tonlib wants a start always.
            var start = from ?? Account(await gateway.GetAccountAsync(address.Raw, cancellationToken)).LastTransaction;
            if (start is null) return [];
            var bags = await gateway.GetTransactionsAsync(address.Raw, checked((long)start.Lt), Convert.ToBase64String(start.Hash.ToArray()), limit, cancellationToken);
            return [.. bags.Take(limit).Select(bag => TonTransaction.Parse(Boc.ReadBase64(bag))).TakeWhile(transaction => transaction.Lt > toLt)];
        }, changesState: false, cancellationToken);
    }

    public Task<GetMethodResult> RunGetMethodAsync(
        AccountAddress address, string method, IReadOnlyList<StackItem> arguments, CancellationToken cancellationToken = default) =>
        CallAsync(() => gateway.RunGetMethodAsync(address.Raw, method, arguments, cancellationToken), changesState: false, cancellationToken);

    public Task SendAsync(Cell message, CancellationToken cancellationToken = default)
    {
        var boc = Boc.Write(message);
        if (boc.Length > ExternalMessage.MaxBytes)
            throw new TonClientException(TonFailure.BadRequest, $"An external message has at most {ExternalMessage.MaxBytes} bytes, this one has {boc.Length}.");
        return CallAsync(async () =>
        {
            await gateway.SendAsync(Convert.ToBase64String(boc), cancellationToken);
            return true;
        }, changesState: true, cancellationToken);
    }

    public Task<FeeEstimate> EstimateFeeAsync(Cell message, bool ignoreSignature = true, CancellationToken cancellationToken = default)
    {
        var parsed = Message.Parse(message);
        if (parsed.Info is not MessageInfo.ExternalIn info) throw new CellFormatException("Only the fees of external messages can be estimated.");
        var (code, data) = parsed.Init is { } init ? (Boc.WriteBase64(init.Code), Boc.WriteBase64(init.Data)) : ("", "");
        return CallAsync(async () =>
        {
            var fees = await gateway.EstimateFeeAsync(info.Destination.Raw, Boc.WriteBase64(parsed.Body), code, data, ignoreSignature, cancellationToken);
            return new FeeEstimate(new Nano(fees.InForwardFee), new Nano(fees.StorageFee), new Nano(fees.GasFee), new Nano(fees.ForwardFee));
        }, changesState: false, cancellationToken);
    }

    public Task<Cell> GetConfigParamAsync(int number, CancellationToken cancellationToken = default) =>
        CallAsync(async () => Boc.ReadBase64(await gateway.GetConfigParamAsync(number, cancellationToken)), changesState: false, cancellationToken);

    public void Dispose() => _turn.Dispose();

    private async Task<T> CallAsync<T>(Func<Task<T>> call, bool changesState, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            try
            {
                await gateway.ConnectAsync(cancellationToken);
                return await call();
            }
            // A message is not sent twice here: the first time may have counted.
            catch (TonLibException e) when (e.Code == ConnectionEnded && !changesState && !IsRefusal(e))
            {
                await gateway.ConnectAsync(cancellationToken);
                return await call();
            }
        }
        catch (TonLibException e)
        {
            throw new TonClientException(FailureOf(e), $"tonlib answered {e.Code}: {e.Message}", e);
        }
        catch (TimeoutException e)
        {
            throw new TonClientException(TonFailure.Unavailable, "tonlib did not answer in time.", e);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new TonClientException(TonFailure.BadAnswer, $"tonlib's answer makes no sense: {e.Message}", e);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static TonFailure FailureOf(TonLibException e) => IsRefusal(e) ? TonFailure.Rejected : e.Code is >= 400 and < 500 ? TonFailure.BadRequest : TonFailure.Unavailable;

    private static bool IsRefusal(TonLibException e) => e.Message.Contains("cannot apply external message", StringComparison.OrdinalIgnoreCase);

    private static TonAccount Account(TonLibAccount account)
    {
        var code = Optional(account.Code);
        var status = code is not null ? TonAccountStatus.Active : account.FrozenHash.Length > 0 ? TonAccountStatus.Frozen : TonAccountStatus.Uninitialized;
        var lt = checked((ulong)account.LastLt);
        return new TonAccount(new Nano(Math.Max(0, account.Balance)), status, code, Optional(account.Data), lt, checked((uint)account.SyncTime))
        {
            LastTransaction = lt == 0 ? null : new TransactionId(lt, Hash(account.LastHash)),
        };
    }

    private static Cell? Optional(string boc) => boc.Length == 0 ? null : Boc.ReadBase64(boc);

    private static HexBytes Hash(string base64) => new(Convert.FromBase64String(base64));
}
