using System.Net;
using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Answers of a TON node to each question that we ask.</summary>
internal sealed class TonNodeTarget : JsonTarget
{
    private const string Hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static readonly AccountAddress Account = AccountAddress.From(0, new byte[32]);
    private static readonly string Bag = Boc.WriteBase64(new CellBuilder().StoreUInt(7, 32).Build());

    private readonly Answers _answers = new();
    private readonly HttpClient _http;
    private readonly ToncenterClient _client;

    public TonNodeTarget()
    {
        _http = new HttpClient(_answers);
        _client = new ToncenterClient(_http, new ToncenterOptions { Endpoint = new Uri("http://node.test/api/v2/"), Attempts = 1, RequestsPerSecond = 1_000_000 }, TimeProvider.System, new Random(1));
    }

    public override int Cost => 8;

    public override long AllocatedAtLeast => 2_000_000;

    protected override IEnumerable<string> Documents =>
    [
        $$$$"""{"ok":true,"result":{"last":{"workchain":-1,"shard":"-9223372036854775808","seqno":7,"root_hash":"{{{{Hash}}}}","file_hash":"{{{{Hash}}}}"},"state_root_hash":"{{{{Hash}}}}"}}""",
        $$$$"""{"ok":true,"result":{"balance":"5","code":"{{{{Bag}}}}","data":"{{{{Bag}}}}","last_transaction_id":{"lt":"9","hash":"{{{{Hash}}}}"},"state":"active","sync_utime":1767330000}}""",
        """{"ok":true,"result":[]}""",
        $$$$"""{"ok":true,"result":{"exit_code":0,"gas_used":10,"stack":[["num","0x1f"],["cell",{"bytes":"{{{{Bag}}}}"}],["tuple",{"elements":[{"@type":"tvm.stackEntryNumber","number":{"number":"5"}}]}]]}}""",
        """{"ok":true,"result":{"source_fees":{"in_fwd_fee":1,"storage_fee":2,"gas_fee":3,"fwd_fee":4}}}""",
        $$$$"""{"ok":true,"result":{"config":{"bytes":"{{{{Bag}}}}"}}}""",
        """{"ok":false,"error":"LITE_SERVER_UNKNOWN: cannot apply external message","code":500}""",
    ];

    public override void Read(byte[] input)
    {
        _answers.Body = input;
        Func<Task>[] questions =
        [
            () => _client.GetMasterchainInfoAsync(), () => _client.GetAccountAsync(Account), () => _client.GetTransactionsAsync(Account, null, 10, 0),
            () => _client.RunGetMethodAsync(Account, "seqno", []), () => _client.GetConfigParamAsync(20),
        ];
        foreach (var ask in questions)
        {
            try
            {
                ask().GetAwaiter().GetResult();
            }
            catch (TonClientException)
            {
                // Refused as documented; the other questions meet the same answer.
            }
        }
    }

    public override bool IsRefusal(Exception exception) => false;

    public override void Dispose()
    {
        _http.Dispose();
        _answers.Dispose();
        base.Dispose();
    }

    private sealed class Answers : HttpMessageHandler
    {
        public byte[] Body { get; set; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Body) });
    }
}
