using System.Text.Json;
using Cocoon.Core.Accounts;
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

    private const string Refusal = "LITE_SERVER_UNKNOWN: cannot apply external message to current state : External message was not accepted, exitcode=205";

    [Fact]
    public async Task Reads_are_tried_four_times_with_growing_waits()
    {
        var time = new EagerTime { Endless = OneTry };
        var (client, node) = Client(time, CannotBeReached(), Error(429, "Ratelimit exceed"), Error(500, "timeout"), Result("""{"last":{"seqno":7}}"""));

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
    public async Task A_wrong_question_is_not_repeated()
    {
        var (client, node) = Client(new EagerTime { Endless = OneTry }, Error(416, "Incorrect address"));
        (await Failure(() => client.GetAccountAsync(Account))).Should().Be(TonFailure.BadRequest);
        node.Requests.Should().HaveCount(1);
    }

    public static TheoryData<string, TonFailure> SendFailures => new()
    {
        { "unreachable", TonFailure.Unavailable },
        { "429", TonFailure.Unavailable },
        { "503", TonFailure.Unavailable },
        { "422", TonFailure.BadRequest },
        { "refused with 500", TonFailure.Rejected },
        { "refused with 200", TonFailure.Rejected },
        { "html", TonFailure.Unavailable },
        { "null", TonFailure.BadRequest },
    };

    [Theory]
    [MemberData(nameof(SendFailures))]
    public async Task A_message_is_sent_once_whatever_the_answer(string answer, TonFailure expected)
    {
        var (client, node) = Client(new EagerTime { Endless = OneTry }, answer switch
        {
            "unreachable" => CannotBeReached(),
            "refused with 500" => Error(500, Refusal),
            "refused with 200" => Says($$"""{"ok":false,"error":"{{Refusal}}"}"""),
            "html" => Says("<html>"),
            "null" => Says("null"),
            _ => Error(int.Parse(answer, System.Globalization.CultureInfo.InvariantCulture), "no"),
        });

        (await Failure(() => client.SendAsync(Message))).Should().Be(expected);

        node.Requests.Should().ContainSingle().Which.RequestUri!.AbsolutePath.Should().Be("/api/v2/sendBoc");
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
    public async Task A_silent_node_is_given_up_after_the_time_of_one_try()
    {
        var time = new EagerTime();
        var (client, node) = Client(time, IsSilent());
        (await Failure(() => client.SendAsync(Message))).Should().Be(TonFailure.Unavailable);
        node.Requests.Should().HaveCount(1);
        time.Waits.Should().Equal(OneTry);
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
        var node = new FakeNode(Result("""{"last":{"seqno":7}}"""));
        var client = new ToncenterClient(new HttpClient(node), new ToncenterOptions { Endpoint = new Uri("http://node/api/v2/"), ApiKey = key }, new EagerTime { Endless = OneTry }, new Random(1));
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
    [InlineData("""{"ok":true,"result":{"last":{"seqno":-1}}}""")]
    [InlineData("""{"ok":true,"result":{"last":{"seqno":"7"}}}""")]
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

    private static (ToncenterClient Client, FakeNode Node) Client(TimeProvider time, params Func<CancellationToken, Task<HttpResponseMessage>>[] answers)
    {
        var node = new FakeNode(answers);
        return (new ToncenterClient(new HttpClient(node), new ToncenterOptions { Endpoint = new Uri("http://node/api/v2/") }, time, new Random(1)), node);
    }

    private static async Task<TonFailure> Failure(Func<Task> call) => (await call.Should().ThrowAsync<TonClientException>()).Which.Failure;
}
