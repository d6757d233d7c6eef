using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using static Cocoon.Ton.Tests.Client.FakeNode;

namespace Cocoon.Ton.Tests.Client;

public sealed class ToncenterClientTests
{
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(10);
    private static readonly AccountAddress Account = AccountAddress.From(0, [.. Enumerable.Repeat((byte)7, 32)]);
    private static readonly Cell Message = new CellBuilder().StoreUInt(1, 32).Build();

    internal const string Info = """{"last":{"workchain":-1,"shard":"-9223372036854775808","seqno":7,"root_hash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","file_hash":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},"state_root_hash":"AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""";

    [Fact]
    public async Task Reads_are_tried_four_times_with_growing_waits()
    {
        var time = new EagerTime { Endless = OneTry };
        var (client, node) = Client(time, CannotBeReached(), Error(429, "Ratelimit exceed"), Error(500, "timeout"), Result(Info));

        (await client.GetMasterchainSeqnoAsync()).Should().Be(7);

        node.Requests.Should().HaveCount(4).And.OnlyContain(request => request.RequestUri!.AbsolutePath == "/api/v2/getMasterchainInfo");
        time.Waits.Should().HaveCount(3);
        for (var i = 0; i < 3; i++) time.Waits[i].TotalMilliseconds.Should().BeInRange(200 << i, 300 << i);
    }

    [Fact]
    public async Task The_fourth_failure_of_a_read_is_final()
    {
        var (client, node) = Client(new EagerTime { Endless = OneTry }, [.. Enumerable.Repeat(Says("<html>Bad gateway</html>", System.Net.HttpStatusCode.BadGateway), 4)]);
        (await Failure(() => client.GetAccountAsync(Account))).Should().Be(TonFailure.Unavailable);
        node.Requests.Should().HaveCount(4);
    }

    [Fact]
    public async Task A_masterchain_block_is_asked_for_by_its_number()
    {
        var (client, node) = Client(new EagerTime { Endless = OneTry }, Result(Header(7)));

        var block = await ((IMasterchainBlocks)client).GetMasterchainBlockAsync(7);

        block.Should().Be(new MasterchainBlock(7, new HexBytes(new byte[32]), new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero)));
        node.Requests.Single().RequestUri!.PathAndQuery.Should().Be("/api/v2/getBlockHeader?workchain=-1&shard=-9223372036854775808&seqno=7");
    }

    [Theory]
    [InlineData("""{"id":{}}""")]
    [InlineData("null")]
    public async Task A_header_that_makes_no_sense_is_a_bad_answer(string header) =>
        (await Failure(() => Client(new EagerTime { Endless = OneTry }, Result(header)).Client.As<IMasterchainBlocks>().GetMasterchainBlockAsync(7))).Should().Be(TonFailure.BadAnswer);

    [Fact]
    public async Task The_header_of_another_block_is_a_bad_answer() =>
        (await Failure(() => Client(new EagerTime { Endless = OneTry }, Result(Header(8))).Client.As<IMasterchainBlocks>().GetMasterchainBlockAsync(7))).Should().Be(TonFailure.BadAnswer);

    private static string Header(uint seqno) => $$"""{"@type":"blocks.header","id":{"workchain":-1,"shard":"-9223372036854775808","seqno":{{seqno}},"root_hash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","file_hash":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},"global_id":-3,"gen_utime":1795219200}""";

    [Fact]
    public async Task A_wrong_question_is_not_repeated()
    {
        var (client, node) = Client(new EagerTime { Endless = OneTry }, Error(416, "Incorrect address"));
        (await Failure(() => client.GetAccountAsync(Account))).Should().Be(TonFailure.BadRequest);
        node.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_message_travels_as_a_bag_of_cells()
    {
        var (client, node) = Client(new EagerTime { Endless = OneTry }, Result("""{"@type":"ok"}"""));

        await client.SendAsync(Message);

        Boc.ReadBase64(JsonDocument.Parse(node.Bodies[0]).RootElement.GetProperty("boc").GetString()!).Should().Be(Message);
    }

    [Fact]
    public async Task A_message_no_node_takes_is_not_sent()
    {
        var (client, node) = Client(new EagerTime());
        // A chain of 600 cells of 1000 bits.
        var large = Enumerable.Range(0, 600).Aggregate(Cell.Empty, (child, i) => new CellBuilder().StoreUInt((ulong)i, 32).StoreBytes(new byte[120]).StoreRef(child).Build());
        (await Failure(() => client.SendAsync(large))).Should().Be(TonFailure.BadRequest);
        node.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_no_failure_of_the_node()
    {
        using var cancellation = new CancellationTokenSource();
        var (client, node) = Client(new EagerTime { Endless = OneTry }, IsSilent());
        var reading = client.GetMasterchainSeqnoAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await FluentActions.Awaiting(() => reading).Should().ThrowAsync<OperationCanceledException>();
        node.Requests.Should().HaveCount(1);
    }

    [Theory]
    [InlineData("secret", "secret")]
    [InlineData(null, null)]
    public async Task The_api_key_is_a_header_when_there_is_one(string? key, string? expected)
    {
        var node = new FakeNode(Result(Info));
        ITonClient client = new ToncenterClient(new HttpClient(node), new ToncenterOptions { Endpoint = new Uri("http://node/api/v2/"), ApiKey = key }, new EagerTime { Endless = OneTry }, new Random(1));
        await client.GetMasterchainSeqnoAsync();
        node.Requests[0].Headers.TryGetValues("X-API-Key", out var values);
        values?.Single().Should().Be(expected);
        (values is null).Should().Be(expected is null);
    }

    [Fact]
    public async Task An_account_is_read()
    {
        var code = Boc.WriteBase64(Message);
        var (client, node) = Client(new EagerTime { Endless = OneTry }, Result(
            $$"""{"balance":"123","state":"active","code":"{{code}}","data":"","last_transaction_id":{"lt":"456","hash":""},"sync_utime":789}"""));

        (await client.GetAccountAsync(Account)).Should().Be(new TonAccount(new Nano(123), TonAccountStatus.Active, Message, null, 456, 789));

        Uri.UnescapeDataString(node.Requests[0].RequestUri!.Query).Should().Be($"?address={Account.Raw}");
    }

    [Theory]
    [InlineData("\"-1\"", "uninitialized", TonAccountStatus.Uninitialized, 0)]
    [InlineData("-1", "nonexist", TonAccountStatus.Uninitialized, 0)]
    [InlineData("5", "frozen", TonAccountStatus.Frozen, 5)]
    public async Task An_account_without_code_is_read_in_every_server_s_spelling(string balance, string state, TonAccountStatus status, long expected)
    {
        var (client, _) = Client(new EagerTime { Endless = OneTry }, Result(
            $$"""{"balance":{{balance}},"state":"{{state}}","code":"","data":null,"last_transaction_id":{"lt":"0"},"sync_utime":1}"""));
        (await client.GetAccountAsync(Account)).Should().Be(new TonAccount(new Nano(expected), status, null, null, 0, 1));
    }

    public static TheoryData<string> SenselessAccounts =>
    [
        "null", "[]", "7", "{}",
        """{"balance":null,"state":"active","code":"","data":"","last_transaction_id":{"lt":"0"},"sync_utime":1}""",
        """{"balance":"many","state":"active","code":"","data":"","last_transaction_id":{"lt":"0"},"sync_utime":1}""",
        """{"balance":"99999999999999999999","state":"active","code":"","data":"","last_transaction_id":{"lt":"0"},"sync_utime":1}""",
        """{"balance":1e30,"state":"active","code":"","data":"","last_transaction_id":{"lt":"0"},"sync_utime":1}""",
        """{"balance":"1","state":"active","code":"te6cc","data":"","last_transaction_id":{"lt":"0"},"sync_utime":1}""",
        """{"balance":"1","state":"active","code":"AAAA","data":"","last_transaction_id":{"lt":"0"},"sync_utime":1}""",
        """{"balance":"1","state":"active","code":"","data":"","last_transaction_id":null,"sync_utime":1}""",
    ];

    [Theory]
    [MemberData(nameof(SenselessAccounts))]
    public async Task An_account_that_makes_no_sense_is_the_node_s_fault(string json)
    {
        var (client, _) = Client(new EagerTime { Endless = OneTry }, Result(json));
        (await Failure(() => client.GetAccountAsync(Account))).Should().Be(TonFailure.BadAnswer);
    }

    [Theory]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{"ok":true,"result":{}}""")]
    [InlineData("""{"ok":true,"result":{"last":{"workchain":-1,"shard":"1","seqno":-1,"root_hash":"","file_hash":""}}}""")]
    [InlineData("""{"ok":true,"result":{"last":{"workchain":-1,"shard":"1","seqno":7,"root_hash":"AA==","file_hash":"AA=="}}}""")]
    [InlineData("""{"ok":true,"result":[]}""")]
    public async Task A_block_number_that_makes_no_sense_is_the_node_s_fault(string body)
    {
        var (client, _) = Client(new EagerTime { Endless = OneTry }, Says(body));
        (await Failure(() => client.GetMasterchainSeqnoAsync())).Should().Be(TonFailure.BadAnswer);
    }

    [Fact]
    public async Task Transactions_are_read_from_their_own_cells()
    {
        var vectors = Vectors.VectorFile.Read<TransactionStep[]>("transactions")[0].Transactions;
        var (client, node) = Client(new EagerTime { Endless = OneTry }, Result($"[{string.Join(',', vectors.Select(vector => $$"""{"data":"{{vector.Boc}}","fee":"999"}"""))}]"));

        var read = await client.GetTransactionsAsync(Account, 100, toLt: 5);

        read.Select(transaction => transaction.Hash.ToString()).Should().Equal(vectors.Select(vector => vector.Hash));
        Uri.UnescapeDataString(node.Requests[0].RequestUri!.Query).Should().Be($"?address={Account.Raw}&limit=100&to_lt=5&archival=true");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[7]")]
    [InlineData("[{}]")]
    [InlineData("""[{"data":""}]""")]
    [InlineData("""[{"data":null}]""")]
    public async Task Transactions_that_make_no_sense_are_the_node_s_fault(string json)
    {
        var (client, _) = Client(new EagerTime { Endless = OneTry }, Result(json));
        (await Failure(() => client.GetTransactionsAsync(Account, 1))).Should().Be(TonFailure.BadAnswer);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task A_page_has_1_to_100_transactions(int limit)
    {
        var (client, _) = Client(new EagerTime());
        await FluentActions.Awaiting(() => client.GetTransactionsAsync(Account, limit)).Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task A_config_parameter_is_read()
    {
        var (client, node) = Client(new EagerTime { Endless = OneTry }, Result($$$"""{"config":{"bytes":"{{{Boc.WriteBase64(Message)}}}"}}"""));
        (await client.GetConfigParamAsync(21)).Should().Be(Message);
        node.Requests[0].RequestUri!.Query.Should().Be("?config_id=21");
    }

    [Fact]
    public async Task The_newest_block_is_read()
    {
        var (client, _) = Client(new EagerTime { Endless = OneTry }, Result(Info));
        var info = await client.GetMasterchainInfoAsync();
        info.Should().Be(new MasterchainInfo(new BlockId(-1, long.MinValue, 7, Hash(0), Hash(1)), Hash(2)));
    }

    [Fact]
    public async Task A_page_of_transactions_begins_where_the_last_one_ended()
    {
        var (client, node) = Client(new EagerTime { Endless = OneTry }, Result("[]"));
        (await client.GetTransactionsAsync(Account, new TransactionId(77, Hash(3)), 10, 5)).Should().BeEmpty();
        Uri.UnescapeDataString(node.Requests[0].RequestUri!.Query).Should().Be($"?address={Account.Raw}&limit=10&to_lt=5&archival=true&lt=77&hash={Hash(3)}");
    }

    [Fact]
    public async Task A_get_method_is_run_with_its_arguments()
    {
        var (client, node) = Client(new EagerTime { Endless = OneTry }, Result("""{"gas_used":500,"stack":[["num","0x2a"]],"exit_code":0}"""));

        var result = await client.RunGetMethodAsync(Account, "answer", [StackItem.Of(-1), StackItem.Of(Message)]);

        (result.ExitCode, result.GasUsed).Should().Be((0, 500ul));
        result.RequireSuccess().Should().Equal(StackItem.Of(42));
        using var asked = JsonDocument.Parse(node.Bodies[0]);
        asked.RootElement.GetProperty("address").GetString().Should().Be(Account.Raw);
        asked.RootElement.GetProperty("method").GetString().Should().Be("answer");
        StackJson.Read(asked.RootElement.GetProperty("stack")).Should().Equal(StackItem.Of(-1), StackItem.Of(Message));
    }

    [Fact]
    public async Task A_missing_get_method_is_an_answer()
    {
        var (client, _) = Client(new EagerTime { Endless = OneTry }, Result("""{"gas_used":0,"stack":[],"exit_code":11}"""));
        (await client.RunGetMethodAsync(Account, "nothing")).IsSuccess.Should().BeFalse();
    }

    [Fact]
    public async Task Fees_are_estimated_of_an_external_message_with_its_state_init()
    {
        var (client, node) = Client(new EagerTime { Endless = OneTry }, Result("""{"source_fees":{"in_fwd_fee":1,"storage_fee":2,"gas_fee":3,"fwd_fee":4},"destination_fees":[]}"""));
        var message = Ton.Messages.ExternalMessage.Create(Account, Message, new Ton.Messages.StateInit(Cell.Empty, Message));

        var fees = await client.EstimateFeeAsync(message);

        fees.Should().Be(new FeeEstimate(new Nano(1), new Nano(2), new Nano(3), new Nano(4)));
        fees.Total.Should().Be(new Nano(10));
        using var asked = JsonDocument.Parse(node.Bodies[0]);
        Boc.ReadBase64(asked.RootElement.GetProperty("body").GetString()!).Should().Be(Message);
        Boc.ReadBase64(asked.RootElement.GetProperty("init_data").GetString()!).Should().Be(Message);
        asked.RootElement.GetProperty("ignore_chksig").GetBoolean().Should().BeTrue();
        await FluentActions.Awaiting(() => client.EstimateFeeAsync(Message)).Should().ThrowAsync<CellFormatException>();
    }

    private static (ITonClient Client, FakeNode Node) Client(TimeProvider time, params Func<CancellationToken, Task<HttpResponseMessage>>[] answers)
    {
        var node = new FakeNode(answers);
        return (new ToncenterClient(new HttpClient(node), new ToncenterOptions { Endpoint = new Uri("http://node/api/v2/") }, time, new Random(1)), node);
    }

    private static HexBytes Hash(byte first) => new([first, .. new byte[31]]);

    private static async Task<TonFailure> Failure(Func<Task> call) => (await call.Should().ThrowAsync<TonClientException>()).Which.Failure;
}
