using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Messages;

namespace Cocoon.Ton.Client;

/// <summary>
/// <see cref="ITonClient"/> over the toncenter-v2 HTTP API: our local chain, testnet and mainnet alike. Calls are tried
/// again after failures that may pass, messages as the same bytes; whether to sign anew is the caller's to decide, from
/// what the chain shows. Thread-safe.
/// </summary>
public sealed class ToncenterClient : ITonClient, IMasterchainBlocks
{
    private const int PageMax = 100;
    private const int Masterchain = -1;

    private readonly ToncenterTransport _transport;

    /// <param name="http">Sends; its own timeout must be above <see cref="ToncenterOptions.Timeout"/>.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="time">The clock of all waits and timeouts.</param>
    /// <param name="jitter">Spreads waits, so that many clients do not come back at once.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public ToncenterClient(HttpClient http, ToncenterOptions options, TimeProvider time, Random jitter)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _transport = new ToncenterTransport(http, options, time, jitter);
    }

    public async Task<MasterchainInfo> GetMasterchainInfoAsync(CancellationToken cancellationToken = default)
    {
        var info = await Get("getMasterchainInfo", cancellationToken);
        return Answer(info, json => new MasterchainInfo(Block(json.GetProperty("last")), Hash(json.GetProperty("state_root_hash"))));
    }

    public async Task<MasterchainBlock> GetMasterchainBlockAsync(uint seqno, CancellationToken cancellationToken = default)
    {
        var header = await Get(string.Create(CultureInfo.InvariantCulture, $"getBlockHeader?workchain={Masterchain}&shard={long.MinValue}&seqno={seqno}"), cancellationToken);
        return Answer(header, json =>
        {
            var id = Block(json.GetProperty("id"));
            if (id.Workchain != Masterchain || id.Seqno != seqno) throw new FormatException($"it is about block {id.Workchain}:{id.Seqno}, not {Masterchain}:{seqno}");
            return new MasterchainBlock(seqno, id.RootHash, DateTimeOffset.FromUnixTimeSeconds(Number(json.GetProperty("gen_utime"))));
        });
    }

    public async Task<TonAccount> GetAccountAsync(AccountAddress address, CancellationToken cancellationToken = default)
    {
        var account = await Get($"getAddressInformation?address={Uri.EscapeDataString(address.Raw)}", cancellationToken);
        return Answer(account, json =>
        {
            var balance = Number(json.GetProperty("balance"));
            var last = json.GetProperty("last_transaction_id");
            var lt = (ulong)Number(last.GetProperty("lt"));
            return new TonAccount(
                new Nano(Math.Max(0, balance)), // some servers say -1 for "never used"
                Status(json.GetProperty("state").GetString()),
                OptionalCell(json, "code"),
                OptionalCell(json, "data"),
                lt,
                (uint)Number(json.GetProperty("sync_utime")))
            {
                LastTransaction = lt != 0 && last.TryGetProperty("hash", out var hash) && hash.GetString() is { Length: > 0 } ? new TransactionId(lt, Hash(hash)) : null,
            };
        });
    }

    public async Task<IReadOnlyList<TonTransaction>> GetTransactionsAsync(
        AccountAddress address, TransactionId? from, int limit, ulong toLt, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, PageMax);
        var start = from is null ? "" : string.Create(CultureInfo.InvariantCulture, $"&lt={from.Lt}&hash={from.Hash}");
        var query = string.Create(CultureInfo.InvariantCulture,
            $"getTransactions?address={Uri.EscapeDataString(address.Raw)}&limit={limit}&to_lt={toLt}&archival=true{start}");
        var list = await Get(query, cancellationToken);
        return Answer(list, json => json.EnumerateArray()
            .Select(item => TonTransaction.Parse(Boc.ReadBase64(item.GetProperty("data").GetString()!))).ToList());
    }

    public async Task<GetMethodResult> RunGetMethodAsync(
        AccountAddress address, string method, IReadOnlyList<StackItem> arguments, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        var question = new JsonObject { ["address"] = address.Raw, ["method"] = method, ["stack"] = StackJson.Write(arguments) };
        var answer = await Post("runGetMethod", question, changesState: false, cancellationToken);
        return Answer(answer, json => new GetMethodResult(
            json.GetProperty("exit_code").GetInt32(), json.GetProperty("gas_used").GetUInt64(), StackJson.Read(json.GetProperty("stack"))));
    }

    public async Task SendAsync(Cell message, CancellationToken cancellationToken = default)
    {
        var boc = Boc.Write(message);
        if (boc.Length > ExternalMessage.MaxBytes)
            throw new TonClientException(TonFailure.BadRequest, $"An external message has at most {ExternalMessage.MaxBytes} bytes, this one has {boc.Length}.");
        await Post("sendBoc", new JsonObject { ["boc"] = Convert.ToBase64String(boc) }, changesState: true, cancellationToken);
    }

    public async Task<FeeEstimate> EstimateFeeAsync(Cell message, bool ignoreSignature = true, CancellationToken cancellationToken = default)
    {
        var parsed = Message.Parse(message);
        if (parsed.Info is not MessageInfo.ExternalIn info) throw new CellFormatException("Only the fees of external messages can be estimated.");
        var question = new JsonObject
        {
            ["address"] = info.Destination.Raw,
            ["body"] = Boc.WriteBase64(parsed.Body),
            ["init_code"] = parsed.Init is { } init ? Boc.WriteBase64(init.Code) : "",
            ["init_data"] = parsed.Init is { } same ? Boc.WriteBase64(same.Data) : "",
            ["ignore_chksig"] = ignoreSignature,
        };
        var answer = await Post("estimateFee", question, changesState: false, cancellationToken);
        return Answer(answer, json =>
        {
            var fees = json.GetProperty("source_fees");
            return new FeeEstimate(Fee(fees, "in_fwd_fee"), Fee(fees, "storage_fee"), Fee(fees, "gas_fee"), Fee(fees, "fwd_fee"));
        });
    }

    public async Task<Cell> GetConfigParamAsync(int number, CancellationToken cancellationToken = default)
    {
        var answer = await Get(string.Create(CultureInfo.InvariantCulture, $"getConfigParam?config_id={number}"), cancellationToken);
        return Answer(answer, json => Boc.ReadBase64(json.GetProperty("config").GetProperty("bytes").GetString()!));
    }

    private Task<JsonElement> Get(string pathAndQuery, CancellationToken cancellationToken) =>
        _transport.CallAsync(pathAndQuery, null, changesState: false, cancellationToken);

    private Task<JsonElement> Post(string method, JsonObject body, bool changesState, CancellationToken cancellationToken) =>
        _transport.CallAsync(method, Encoding.UTF8.GetBytes(body.ToJsonString()), changesState, cancellationToken);

    private static T Answer<T>(JsonElement json, Func<JsonElement, T> read)
    {
        try
        {
            return read(json);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new TonClientException(TonFailure.BadAnswer, $"The TON node's answer makes no sense: {e.Message}", e);
        }
    }

    private static BlockId Block(JsonElement json) => new(
        json.GetProperty("workchain").GetInt32(), Number(json.GetProperty("shard")), json.GetProperty("seqno").GetUInt32(),
        Hash(json.GetProperty("root_hash")), Hash(json.GetProperty("file_hash")));

    private static HexBytes Hash(JsonElement base64)
    {
        var bytes = Convert.FromBase64String(base64.GetString()!);
        return bytes.Length == 32 ? new HexBytes(bytes) : throw new FormatException("a hash does not have 32 bytes");
    }

    private static Nano Fee(JsonElement fees, string name) => new(Number(fees.GetProperty(name)));

    private static long Number(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetInt64()
        : long.Parse(value.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static Cell? OptionalCell(JsonElement json, string name) =>
        json.GetProperty(name).GetString() is { Length: > 0 } base64 ? Boc.ReadBase64(base64) : null;

    private static TonAccountStatus Status(string? state) => state switch
    {
        "active" => TonAccountStatus.Active,
        "frozen" => TonAccountStatus.Frozen,
        _ => TonAccountStatus.Uninitialized,
    };
}
