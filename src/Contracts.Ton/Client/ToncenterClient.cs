using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Client;

/// <summary>
/// <see cref="ITonClient"/> over the toncenter-v2 HTTP API: our local chain, testnet and mainnet alike. Reads are retried,
/// messages are not: whether to send again is the caller's to decide, from what the chain shows.
/// </summary>
public sealed class ToncenterClient(HttpClient http, ToncenterOptions options, TimeProvider time, Random jitter) : ITonClient
{
    public async Task<uint> GetMasterchainSeqnoAsync(CancellationToken cancellationToken = default)
    {
        var info = await Read("getMasterchainInfo", cancellationToken);
        return Answer(info, json => json.GetProperty("last").GetProperty("seqno").GetUInt32());
    }

    public async Task<TonAccount> GetAccountAsync(AccountAddress address, CancellationToken cancellationToken = default)
    {
        var account = await Read($"getAddressInformation?address={Uri.EscapeDataString(address.Raw)}", cancellationToken);
        return Answer(account, json =>
        {
            var balance = Number(json.GetProperty("balance"));
            return new TonAccount(
                new Nano(Math.Max(0, balance)), // some servers say -1 for "never used"
                Status(json.GetProperty("state").GetString()),
                OptionalCell(json, "code"),
                OptionalCell(json, "data"),
                (ulong)Number(json.GetProperty("last_transaction_id").GetProperty("lt")),
                (uint)Number(json.GetProperty("sync_utime")));
        });
    }

    public async Task<IReadOnlyList<TonTransaction>> GetTransactionsAsync(
        AccountAddress address, int limit, ulong toLt = 0, TonTransaction? before = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 100);
        // A page begins with the transaction that is named, so one more is asked for and the known one dropped.
        var (from, count) = before is null ? ("", limit) : (From(before), Math.Min(limit + 1, 100));
        var query = string.Create(CultureInfo.InvariantCulture,
            $"getTransactions?address={Uri.EscapeDataString(address.Raw)}&limit={count}&to_lt={toLt}{from}&archival=true");
        var list = await Read(query, cancellationToken);
        return Answer(list, json => json.EnumerateArray()
            .Select(item => TonTransaction.Parse(Boc.ReadBase64(item.GetProperty("data").GetString()!)))
            .Where(transaction => before is null || transaction.Lt < before.Lt).ToList());
    }

    public async Task SendAsync(Cell message, CancellationToken cancellationToken = default)
    {
        var boc = Boc.Write(message);
        if (boc.Length > Messages.ExternalMessage.MaxBytes)
            throw new TonClientException(TonFailure.BadRequest, $"An external message has at most {Messages.ExternalMessage.MaxBytes} bytes, this one has {boc.Length}.");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Endpoint, "sendBoc"))
        {
            Content = JsonContent.Create(new Dictionary<string, string> { ["boc"] = Convert.ToBase64String(boc) }),
        };
        await Call(request, cancellationToken);
    }

    public async Task<Cell> GetConfigParamAsync(int number, CancellationToken cancellationToken = default)
    {
        var answer = await Read(string.Create(CultureInfo.InvariantCulture, $"getConfigParam?config_id={number}"), cancellationToken);
        return Answer(answer, json => Boc.ReadBase64(json.GetProperty("config").GetProperty("bytes").GetString()!));
    }

    private static string From(TonTransaction before) => string.Create(CultureInfo.InvariantCulture,
        $"&lt={before.Lt}&hash={Uri.EscapeDataString(Convert.ToBase64String(before.Hash.ToArray()))}");

    private async Task<JsonElement> Read(string pathAndQuery, CancellationToken cancellationToken)
    {
        var delay = options.FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.Endpoint, pathAndQuery));
                return await Call(request, cancellationToken);
            }
            catch (TonClientException e) when (e.Failure == TonFailure.Unavailable && attempt < options.Attempts)
            {
                await Task.Delay(delay + delay * (jitter.NextDouble() / 2), time, cancellationToken);
                delay *= 2;
            }
        }
    }

    private async Task<JsonElement> Call(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (options.ApiKey is { } key) request.Headers.Add("X-API-Key", key);
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            using var json = await JsonDocument.ParseAsync(body, cancellationToken: either.Token);
            return Result(response.StatusCode, json.RootElement);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TonClientException(TonFailure.Unavailable, $"The TON node at {options.Endpoint} did not answer within {options.Timeout.TotalSeconds:0} s.", e);
        }
        catch (HttpRequestException e)
        {
            throw new TonClientException(TonFailure.Unavailable, $"The TON node at {options.Endpoint} cannot be reached: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new TonClientException(TonFailure.Unavailable, $"The TON node at {options.Endpoint} answered with something that is not JSON.", e);
        }
    }

    private static JsonElement Result(HttpStatusCode status, JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True)
            return root.TryGetProperty("result", out var result) ? result.Clone() : default;
        var error = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var text) ? text.ToString() : "no error text";
        // Servers differ in status codes, so a refusal by the contract is told by its text.
        if (error.Contains("cannot apply external message", StringComparison.OrdinalIgnoreCase) || error.Contains("not accepted", StringComparison.OrdinalIgnoreCase))
            throw new TonClientException(TonFailure.Rejected, $"The message was not accepted: {error}");
        var failure = status is HttpStatusCode.TooManyRequests || (int)status >= 500 ? TonFailure.Unavailable : TonFailure.BadRequest;
        throw new TonClientException(failure, $"The TON node answered {(int)status}: {error}");
    }

    private static T Answer<T>(JsonElement json, Func<JsonElement, T> read)
    {
        try
        {
            return read(json);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentNullException)
        {
            throw new TonClientException(TonFailure.BadAnswer, $"The TON node's answer makes no sense: {e.Message}", e);
        }
    }

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
