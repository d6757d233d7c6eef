using System.Text.Json.Nodes;
using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Recording;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Recorded answers of a TON node, replayed.</summary>
internal sealed class RecordingTarget : JsonFileTarget
{
    private static readonly AccountAddress Account = AccountAddress.From(0, new byte[32]);
    private static readonly string Zeros = new('0', 64);

    public override int Cost => 4;

    protected override string FileName => "calls.json";

    protected override IEnumerable<string> Documents
    {
        get
        {
            var bag = Boc.WriteBase64(new CellBuilder().StoreUInt(7, 32).Build());
            yield return new JsonArray(
                Call("getMasterchainInfo", new JsonObject { ["workchain"] = -1, ["shard"] = 5, ["seqno"] = 7, ["rootHash"] = Zeros, ["fileHash"] = Zeros, ["stateRootHash"] = Zeros }),
                Call($"getAccount {Account}", new JsonObject { ["balance"] = 5, ["status"] = "Active", ["code"] = bag, ["data"] = bag, ["lastLt"] = 9, ["lastHash"] = Zeros, ["syncTime"] = 1 }),
                Call("getConfigParam 20", bag)).ToJsonString();
        }
    }

    public override bool IsRefusal(Exception exception) => exception is FormatException;

    protected override void ReadFile(string path)
    {
        var client = RecordingTonClient.ReplayAsync(path).GetAwaiter().GetResult();
        Ask(() => client.GetMasterchainInfoAsync());
        Ask(() => client.GetAccountAsync(Account));
        Ask(() => client.GetConfigParamAsync(20));
    }

    private static JsonObject Call(string call, JsonNode answer) => new() { ["Call"] = call, ["Answer"] = answer, ["Failure"] = null, ["Error"] = null };

    /// <summary>A damaged recording may lack the call, have its failure, or say that it is damaged.</summary>
    private static void Ask(Func<Task> call)
    {
        try
        {
            call().GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is TonClientException or FormatException || exception is InvalidOperationException && exception.Message.Contains("recorded", StringComparison.Ordinal))
        {
            // As documented.
        }
    }
}
