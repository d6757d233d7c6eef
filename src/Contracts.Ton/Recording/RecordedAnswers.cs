using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;

namespace Cocoon.Ton.Recording;

/// <summary>Answers as JSON and back. Cells are bags in base64, and transactions are read from their own cells again.</summary>
internal static class RecordedAnswers
{
    public static JsonNode Write(MasterchainInfo info) => new JsonObject
    {
        ["workchain"] = info.Last.Workchain, ["shard"] = info.Last.Shard, ["seqno"] = info.Last.Seqno, ["rootHash"] = info.Last.RootHash.ToString(),
        ["fileHash"] = info.Last.FileHash.ToString(), ["stateRootHash"] = info.StateRootHash.ToString(),
    };

    public static MasterchainInfo ReadMasterchainInfo(JsonNode json) => new(
        new BlockId(Get<int>(json, "workchain"), Get<long>(json, "shard"), Get<uint>(json, "seqno"), Hash(json, "rootHash"), Hash(json, "fileHash")),
        Hash(json, "stateRootHash"));

    public static JsonNode Write(TonAccount account) => new JsonObject
    {
        ["balance"] = account.Balance.Value, ["status"] = account.Status.ToString(), ["code"] = Text(account.Code), ["data"] = Text(account.Data),
        ["lastLt"] = account.LastLt, ["lastHash"] = account.LastTransaction?.Hash.ToString(), ["syncTime"] = account.SyncTime,
    };

    public static TonAccount ReadAccount(JsonNode json)
    {
        var lt = Get<ulong>(json, "lastLt");
        return new TonAccount(
            new Nano(Get<long>(json, "balance")), Enum.Parse<TonAccountStatus>(Get<string>(json, "status")), OptionalCell(json, "code"), OptionalCell(json, "data"),
            lt, Get<uint>(json, "syncTime"))
        {
            LastTransaction = json["lastHash"] is null ? null : new TransactionId(lt, Hash(json, "lastHash")),
        };
    }

    public static JsonNode Write(IReadOnlyList<TonTransaction> transactions) =>
        new JsonArray([.. transactions.Select(transaction => (JsonNode)Boc.WriteBase64(transaction.Cell))]);

    public static IReadOnlyList<TonTransaction> ReadTransactions(JsonNode json) =>
        [.. json.AsArray().Select(item => TonTransaction.Parse(Boc.ReadBase64(item!.GetValue<string>())))];

    public static JsonNode Write(GetMethodResult result) => new JsonObject
    {
        ["exitCode"] = result.ExitCode, ["gasUsed"] = result.GasUsed, ["stack"] = StackJson.Write(result.Stack),
    };

    public static GetMethodResult ReadGetMethodResult(JsonNode json) => new(
        Get<int>(json, "exitCode"), Get<ulong>(json, "gasUsed"), StackJson.Read(JsonSerializer.SerializeToElement(json["stack"])));

    public static JsonNode Write(FeeEstimate fees) => new JsonObject
    {
        ["import"] = fees.ImportFee.Value, ["storage"] = fees.StorageFee.Value, ["gas"] = fees.GasFee.Value, ["forward"] = fees.ForwardFee.Value,
    };

    public static FeeEstimate ReadFees(JsonNode json) => new(
        new Nano(Get<long>(json, "import")), new Nano(Get<long>(json, "storage")), new Nano(Get<long>(json, "gas")), new Nano(Get<long>(json, "forward")));

    public static JsonNode Write(Cell cell) => JsonValue.Create(Boc.WriteBase64(cell));

    public static Cell ReadCell(JsonNode json) => Boc.ReadBase64(json.GetValue<string>());

    private static string? Text(Cell? cell) => cell is null ? null : Boc.WriteBase64(cell);

    private static Cell? OptionalCell(JsonNode json, string name) => json[name] is { } cell ? ReadCell(cell) : null;

    private static HexBytes Hash(JsonNode json, string name) => HexBytes.Parse(Get<string>(json, name));

    private static T Get<T>(JsonNode json, string name) =>
        (json[name] ?? throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{name}' is missing"))).GetValue<T>();
}
