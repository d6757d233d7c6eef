using System.Globalization;
using System.Net;
using System.Text.Json;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using static Cocoon.Ton.Tests.Client.FakeNode;
using Answer = System.Func<System.Threading.CancellationToken, System.Threading.Tasks.Task<System.Net.Http.HttpResponseMessage>>;

namespace Cocoon.Ton.Tests.Client;

/// <summary>What the client does when servers fail.</summary>
public sealed class ToncenterRetryTests
{
    private const string Refusal = "LITE_SERVER_UNKNOWN: cannot apply external message to current state : External message was not accepted, exitcode=205";

    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(17); // unlike any wait
    private static readonly Cell Message = new CellBuilder().StoreUInt(1, 32).Build();
    private static readonly Answer Good = Result(ToncenterClientTests.Info);
    private static readonly Answer Sent = Result("""{"@type":"ok"}""");

    public static TheoryData<string, TonFailure> Errors => new()
    {
        { "429 Ratelimit exceed", TonFailure.Unavailable },
        { "503 Service unavailable", TonFailure.Unavailable },
        { "504 liteserver timeout", TonFailure.Unavailable },
        { "542 LITE_SERVER_NOTREADY: block is not applied", TonFailure.Unavailable },
        { $"500 {Refusal}", TonFailure.Rejected },
        { $"542 {Refusal}", TonFailure.Rejected },
        { $"200 {Refusal}", TonFailure.Rejected },
        { "500 LITE_SERVER_UNKNOWN: cannot unpack external message header", TonFailure.BadRequest },
        { "416 Incorrect address", TonFailure.BadRequest },
        { "422 method is not known", TonFailure.BadRequest },
        { "401 key", TonFailure.BadRequest },
        { "200 no", TonFailure.BadAnswer },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task An_error_is_told_by_its_text_before_its_number(string answer, TonFailure expected)
    {
        var status = int.Parse(answer[..3], CultureInfo.InvariantCulture);
        var (client, node, _) = Client(Options(attempts: 1), Says($$"""{"ok":false,"error":"{{answer[4..]}}"}""", (HttpStatusCode)status));
        (await Failure(() => client.SendAsync(Message))).Failure.Should().Be(expected);
        node.Requests.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(429, TonFailure.Unavailable)]
    [InlineData(542, TonFailure.Unavailable)]
    [InlineData(422, TonFailure.BadRequest)]
    public async Task A_code_in_the_body_counts_when_the_status_says_that_all_is_well(int code, TonFailure expected)
    {
        var (client, _, _) = Client(Options(attempts: 1), Says($$"""{"ok":false,"error":"no","code":{{code}}}"""));
        (await Failure(() => client.SendAsync(Message))).Failure.Should().Be(expected);
    }

    [Theory]
    [InlineData("null", 200, TonFailure.BadAnswer)]
    [InlineData("<html>", 200, TonFailure.Unavailable)]
    [InlineData("<html>", 502, TonFailure.Unavailable)]
    [InlineData("<html>", 403, TonFailure.BadRequest)]
    [InlineData("[]", 503, TonFailure.Unavailable)]
    public async Task Answers_that_are_no_answers_are_told_by_their_status(string body, int status, TonFailure expected)
    {
        var (client, _, _) = Client(Options(attempts: 1), Says(body, (HttpStatusCode)status));
        (await Failure(() => client.SendAsync(Message))).Failure.Should().Be(expected);
    }

    [Fact]
    public async Task A_message_is_sent_again_as_the_same_bytes()
    {
        var (client, node, _) = Client(Options(), CannotBeReached(), Error(503, "no"), Sent);
        await client.SendAsync(Message);
        node.Bodies.Should().HaveCount(3);
        node.Bodies.Distinct().Should().ContainSingle();
        Boc.ReadBase64(JsonDocument.Parse(node.Bodies[0]).RootElement.GetProperty("boc").GetString()!).Should().Be(Message);
    }

    [Fact]
    public async Task A_refusal_after_a_try_of_unknown_outcome_proves_nothing()
    {
        // The first try may have been taken: then the second is refused as a replay.
        var (client, _, _) = Client(Options(), Error(504, "timeout"), Error(500, Refusal));
        var error = await Failure(() => client.SendAsync(Message));
        error.Failure.Should().Be(TonFailure.Unavailable);
        error.Message.Should().Contain("look at the account");
    }

    [Fact]
    public async Task A_refusal_after_a_try_that_was_turned_away_is_a_refusal()
    {
        var (client, _, _) = Client(Options(), Error(429, "Ratelimit exceed"), Error(500, Refusal));
        (await Failure(() => client.SendAsync(Message))).Failure.Should().Be(TonFailure.Rejected);
    }

    [Fact]
    public async Task A_refusal_at_once_is_final()
    {
        var (client, node, _) = Client(Options(), Error(500, Refusal));
        (await Failure(() => client.SendAsync(Message))).Failure.Should().Be(TonFailure.Rejected);
        node.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_silent_node_is_given_up_after_the_time_of_one_try()
    {
        var time = new EagerTime();
        var (client, node, _) = Client(Options(attempts: 1), time, IsSilent());
        (await Failure(() => client.SendAsync(Message))).Message.Should().Be("The TON node at http://first/api/v2/ did not answer within 17 s.");
        node.Requests.Should().HaveCount(1);
        time.Waits.Should().Equal(OneTry);
    }

    [Fact]
    public async Task A_connection_closed_while_idle_is_opened_again_at_once_but_only_once()
    {
        var (client, node, time) = Client(Options(), HangsUp(), Good);
        (await client.GetMasterchainSeqnoAsync()).Should().Be(7);
        time.Waits.Should().BeEmpty();
        node.Requests.Should().HaveCount(2);

        (client, _, time) = Client(Options(), HangsUp(), BreaksOff(), Good);
        (await client.GetMasterchainSeqnoAsync()).Should().Be(7);
        time.Waits.Should().ContainSingle();
    }

    [Fact]
    public async Task A_node_that_asks_to_wait_is_waited_for()
    {
        var (client, _, time) = Client(Options(), Busy("3"), Good);
        (await client.GetMasterchainSeqnoAsync()).Should().Be(7);
        time.Waits.Should().Equal(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_node_may_name_the_hour_at_which_to_come_back()
    {
        var (client, _, time) = Client(Options(), Busy("Sat, 21 Nov 2026 00:00:05 GMT"), Good);
        (await client.GetMasterchainSeqnoAsync()).Should().Be(7);
        time.Waits.Should().Equal(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_node_that_asks_for_too_long_a_wait_ends_the_call()
    {
        var (client, node, time) = Client(Options(), Busy("3600"));
        (await Failure(() => client.GetMasterchainSeqnoAsync())).Failure.Should().Be(TonFailure.Unavailable);
        node.Requests.Should().HaveCount(1);
        time.Waits.Should().BeEmpty();
    }

    [Fact]
    public async Task Waits_grow_no_longer_than_the_longest_one()
    {
        var (client, _, time) = Client(Options(attempts: 12), [.. Enumerable.Repeat(Error(500, "no"), 12)]);
        await Failure(() => client.GetMasterchainSeqnoAsync());
        time.Waits.Should().HaveCount(11).And.OnlyContain(wait => wait <= TimeSpan.FromSeconds(10));
        time.Waits[^1].Should().Be(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Another_server_is_asked_at_once_and_kept_until_the_first_one_has_rested()
    {
        var (client, node, time) = Client(Options(fallbacks: 2), CannotBeReached(), CannotBeReached(), Good, Good, Good);
        await client.GetMasterchainInfoAsync();
        await client.GetMasterchainInfoAsync();
        node.Hosts.Should().Equal("first", "second", "third", "third");
        time.Waits.Should().BeEmpty();

        time.Now += TimeSpan.FromSeconds(30);
        await client.GetMasterchainInfoAsync();
        node.Hosts.Last().Should().Be("first");
    }

    [Fact]
    public async Task When_all_servers_fail_the_one_that_rests_longest_is_asked_after_a_wait()
    {
        var (client, node, time) = Client(Options(fallbacks: 1), CannotBeReached(), CannotBeReached(), CannotBeReached(), Good);
        await client.GetMasterchainInfoAsync();
        node.Hosts.Should().Equal("first", "second", "first", "second");
        time.Waits.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_server_gets_its_own_key_and_no_other_s()
    {
        var options = Options(fallbacks: 1);
        (options.ApiKey, options.Fallbacks) = ("secret of the first", [new ToncenterEndpoint(new Uri("http://second/api/v2/"), "secret of the second")]);
        var (client, node, _) = Client(options, Error(500, "no"), Good);
        await client.GetMasterchainInfoAsync();
        node.Requests.Select(request => request.Headers.GetValues("X-API-Key").Single()).Should().Equal("secret of the first", "secret of the second");
        options.Fallbacks[0].ToString().Should().Be("http://second/api/v2/");
    }

    [Fact]
    public async Task Requests_take_turns_at_the_pace_that_is_allowed()
    {
        var options = Options();
        options.RequestsPerSecond = 4;
        var (client, _, time) = Client(options, Good, Good, Good, Good);
        for (var i = 0; i < 3; i++) await client.GetMasterchainInfoAsync();
        time.Waits.Should().Equal(TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(250));
        time.Now += TimeSpan.FromSeconds(9);
        await client.GetMasterchainInfoAsync();
        time.Waits.Should().HaveCount(2, "a turn is free after a while without requests");
    }

    [Fact]
    public async Task An_answer_larger_than_allowed_is_not_taken_in()
    {
        var options = Options(attempts: 1);
        options.MaxResponseBytes = 1_000;
        var (client, _, _) = Client(options, Says(new string(' ', 1_001)));
        (await Failure(() => client.GetMasterchainInfoAsync())).Failure.Should().Be(TonFailure.Unavailable);
    }

    public static TheoryData<string, Action<ToncenterOptions>> WrongOptions => new()
    {
        { "*end with a slash*", options => options.Endpoint = new Uri("http://first/api/v2") },
        { "*end with a slash*", options => options.Fallbacks = [new ToncenterEndpoint(new Uri("api/v2/", UriKind.Relative))] },
        { "*Attempts*", options => options.Attempts = 0 },
        { "*RequestsPerSecond*", options => options.RequestsPerSecond = 0 },
        { "*RequestsPerSecond*", options => options.RequestsPerSecond = double.NaN },
        { "*Times*", options => options.Timeout = TimeSpan.Zero },
        { "*MaxResponseBytes*", options => options.MaxResponseBytes = 0 },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public void Options_that_make_no_sense_are_refused_at_the_start(string message, Action<ToncenterOptions> spoil)
    {
        var options = Options();
        spoil(options);
        FluentActions.Invoking(() => Client(options)).Should().Throw<ArgumentException>().WithMessage(message);
    }

    private static ToncenterOptions Options(int attempts = 4, int fallbacks = 0) => new()
    {
        Endpoint = new Uri("http://first/api/v2/"),
        Attempts = attempts,
        Timeout = OneTry,
        Fallbacks = [.. new[] { "second", "third" }.Take(fallbacks).Select(host => new ToncenterEndpoint(new Uri($"http://{host}/api/v2/")))],
    };

    private static (ITonClient Client, FakeNode Node, EagerTime Time) Client(ToncenterOptions options, params Answer[] answers) =>
        Client(options, new EagerTime { Endless = OneTry }, answers);

    private static (ITonClient Client, FakeNode Node, EagerTime Time) Client(ToncenterOptions options, EagerTime time, params Answer[] answers)
    {
        var node = new FakeNode(answers);
        return (new ToncenterClient(new HttpClient(node), options, time, new Random(1)), node, time);
    }

    private static async Task<TonClientException> Failure(Func<Task> call) => (await call.Should().ThrowAsync<TonClientException>()).Which;
}
