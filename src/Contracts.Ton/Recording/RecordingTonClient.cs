using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;

namespace Cocoon.Ton.Recording;

/// <summary>
/// A node for tests: records what another client answers, and later answers the same without it, so that a test that once
/// ran against a chain runs anywhere. Equal calls are answered in the order in which they were recorded. Thread-safe.
/// </summary>
/// <example><code>
/// var recorder = RecordingTonClient.Record(new ToncenterClient(…));   // once
/// await MyTest(recorder);
/// await recorder.SaveAsync("my-test.json");
///
/// await MyTest(await RecordingTonClient.ReplayAsync("my-test.json")); // ever after
/// </code></example>
public sealed class RecordingTonClient : ITonClient
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    private readonly ITonClient? _inner;
    private readonly Lock _lock = new();
    private readonly List<RecordedCall> _recorded = [];
    private readonly Dictionary<string, Queue<RecordedCall>> _answers = [];

    private RecordingTonClient(ITonClient? inner) => _inner = inner;

    /// <summary>Passes calls on and records them.</summary>
    public static RecordingTonClient Record(ITonClient inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return new RecordingTonClient(inner);
    }

    /// <summary>Answers from a file.</summary>
    /// <exception cref="FormatException">The file is no recording.</exception>
    public static async Task<RecordingTonClient> ReplayAsync(string path, CancellationToken cancellationToken = default)
    {
        var client = new RecordingTonClient(null);
        try
        {
            await using var file = File.OpenRead(path);
            foreach (var call in await JsonSerializer.DeserializeAsync<RecordedCall?[]>(file, cancellationToken: cancellationToken) ?? [])
            {
                if (call?.Call is null) throw new FormatException($"{path} is not a recording of a TON client: a call has no name.");
                if (!client._answers.TryGetValue(call.Call, out var queue)) client._answers[call.Call] = queue = [];
                queue.Enqueue(call);
            }
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path} is not a recording of a TON client: {e.Message}", e);
        }
        return client;
    }

    /// <summary>Writes what was recorded so far.</summary>
    public async Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        RecordedCall[] calls;
        lock (_lock) calls = [.. _recorded];
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, calls, Format, cancellationToken);
    }

    public Task<MasterchainInfo> GetMasterchainInfoAsync(CancellationToken cancellationToken = default) =>
        CallAsync("getMasterchainInfo", inner => inner.GetMasterchainInfoAsync(cancellationToken), RecordedAnswers.Write, RecordedAnswers.ReadMasterchainInfo);

    public Task<TonAccount> GetAccountAsync(AccountAddress address, CancellationToken cancellationToken = default) =>
        CallAsync($"getAccount {address}", inner => inner.GetAccountAsync(address, cancellationToken), RecordedAnswers.Write, RecordedAnswers.ReadAccount);

    public Task<IReadOnlyList<TonTransaction>> GetTransactionsAsync(
        AccountAddress address, TransactionId? from, int limit, ulong toLt, CancellationToken cancellationToken = default) =>
        CallAsync(Text($"getTransactions {address} from {from?.Lt} {from?.Hash} limit {limit} to {toLt}"),
            inner => inner.GetTransactionsAsync(address, from, limit, toLt, cancellationToken), RecordedAnswers.Write, RecordedAnswers.ReadTransactions);

    public Task<GetMethodResult> RunGetMethodAsync(
        AccountAddress address, string method, IReadOnlyList<StackItem> arguments, CancellationToken cancellationToken = default) =>
        CallAsync($"runGetMethod {address} {method} {StackJson.Write(arguments).ToJsonString()}",
            inner => inner.RunGetMethodAsync(address, method, arguments, cancellationToken), RecordedAnswers.Write, RecordedAnswers.ReadGetMethodResult);

    public Task SendAsync(Cell message, CancellationToken cancellationToken = default) =>
        CallAsync($"send {Hex(message)}", async inner =>
        {
            await inner.SendAsync(message, cancellationToken);
            return true;
        }, _ => null, _ => true);

    public Task<FeeEstimate> EstimateFeeAsync(Cell message, bool ignoreSignature = true, CancellationToken cancellationToken = default) =>
        CallAsync($"estimateFee {Hex(message)} ignoreSignature {ignoreSignature}",
            inner => inner.EstimateFeeAsync(message, ignoreSignature, cancellationToken), RecordedAnswers.Write, RecordedAnswers.ReadFees);

    public Task<Cell> GetConfigParamAsync(int number, CancellationToken cancellationToken = default) =>
        CallAsync(Text($"getConfigParam {number}"), inner => inner.GetConfigParamAsync(number, cancellationToken), RecordedAnswers.Write, RecordedAnswers.ReadCell);

    private async Task<T> CallAsync<T>(string call, Func<ITonClient, Task<T>> ask, Func<T, JsonNode?> write, Func<JsonNode, T> read)
    {
        if (_inner is null) return Replay(call, read);
        try
        {
            var answer = await ask(_inner);
            lock (_lock) _recorded.Add(new RecordedCall(call, write(answer)));
            return answer;
        }
        catch (TonClientException e)
        {
            lock (_lock) _recorded.Add(new RecordedCall(call, null, e.Failure, e.Message));
            throw;
        }
    }

    private T Replay<T>(string call, Func<JsonNode, T> read)
    {
        RecordedCall? recorded = null;
        bool known;
        lock (_lock)
        {
            known = _answers.TryGetValue(call, out var queue);
            queue?.TryDequeue(out recorded);
        }
        if (recorded is null)
        {
            throw new InvalidOperationException(known
                ? $"This call was recorded less often than it is made now: {call}. Record the test again."
                : $"This call was not recorded: {call}. Record the test again.");
        }
        if (recorded.Failure is { } failure) throw new TonClientException(failure, recorded.Error ?? "");
        try
        {
            return read(recorded.Answer ?? new JsonObject());
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"The recorded answer to this call is damaged: {call}. Record the test again.", e);
        }
    }

    private static string Hex(Cell cell) => Convert.ToHexStringLower(cell.Hash);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
