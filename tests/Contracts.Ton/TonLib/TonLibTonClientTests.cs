using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Tests.Client;
using Cocoon.Ton.Tests.Vectors;
using Cocoon.Ton.TonLib;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Cocoon.Ton.Tests.TonLib;

public sealed class TonLibTonClientTests : IDisposable
{
    private static readonly AccountAddress Account = AccountAddress.From(0, [.. Enumerable.Repeat((byte)7, 32)]);
    private static readonly Cell Content = new CellBuilder().StoreUInt(1, 32).Build();
    private static readonly string Hash = Convert.ToBase64String(new byte[32]);

    private readonly ITonLibGateway _gateway = Substitute.For<ITonLibGateway>();
    private readonly TonLibTonClient _client;

    public TonLibTonClientTests() => _client = new TonLibTonClient(_gateway);

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData(true, "", 5, TonAccountStatus.Active, 5)]
    [InlineData(false, "AAAA", 5, TonAccountStatus.Frozen, 5)]
    [InlineData(false, "", -1, TonAccountStatus.Uninitialized, 0)]
    public async Task An_account_is_told_by_its_code_and_frozen_hash(bool hasCode, string frozen, long balance, TonAccountStatus status, long expected)
    {
        var code = hasCode ? Boc.WriteBase64(Content) : "";
        Knows(new TonLibAccount(balance, code, code, 0, "", frozen, 9));
        (await _client.GetAccountAsync(Account)).Should().Be(new TonAccount(new Nano(expected), status, hasCode ? Content : null, hasCode ? Content : null, 0, 9));
        await _gateway.Received(1).ConnectAsync(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Transactions_begin_at_the_account_s_last_one_and_end_at_the_given_time()
    {
        var vectors = VectorFile.Read<TransactionStep[]>("transactions")[0].Transactions.OrderByDescending(vector => vector.Lt).ToList();
        Knows(new TonLibAccount(1, "", "", 77, Hash, "", 9));
        _gateway.GetTransactionsAsync(Account.Raw, 77, Hash, 10, Arg.Any<CancellationToken>()).Returns(vectors.Select(vector => vector.Boc).ToList());

        (await _client.GetTransactionsAsync(Account, null, 10, vectors[^1].Lt)).Select(transaction => transaction.Lt).Should().Equal(vectors.SkipLast(1).Select(vector => vector.Lt));
    }

    [Fact]
    public async Task An_account_without_transactions_has_none()
    {
        Knows(new TonLibAccount(-1, "", "", 0, "", "", 9));
        (await _client.GetTransactionsAsync(Account, null, 10, 0)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_read_is_made_again_after_the_connection_ended_and_a_message_is_not()
    {
        _gateway.GetConfigParamAsync(21, Arg.Any<CancellationToken>()).Returns(_ => throw new TonLibException(500, "LITE_SERVER_NETWORK"), _ => Boc.WriteBase64(Content));
        (await _client.GetConfigParamAsync(21)).Should().Be(Content);
        await _gateway.Received(2).ConnectAsync(Arg.Any<CancellationToken>());

        _gateway.SendAsync(Arg.Any<string>(), Arg.Any<CancellationToken>()).ThrowsAsync(new TonLibException(500, "LITE_SERVER_NETWORK"));
        (await Failure(() => _client.SendAsync(Content))).Should().Be(TonFailure.Unavailable);
        await _gateway.Received(1).SendAsync(Arg.Any<string>(), Arg.Any<CancellationToken>());
    }

    public static TheoryData<Exception, TonFailure> Failures => new()
    {
        { new TonLibException(500, "cannot apply external message to current state"), TonFailure.Rejected },
        { new TonLibException(400, "INVALID_BAG_OF_CELLS"), TonFailure.BadRequest },
        { new TonLibException(-1, "not connected"), TonFailure.Unavailable },
        { new TimeoutException(), TonFailure.Unavailable },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Failures_are_told_by_text_and_code(Exception error, TonFailure expected)
    {
        _gateway.SendAsync(Boc.WriteBase64(Content), Arg.Any<CancellationToken>()).ThrowsAsync(error);
        (await Failure(() => _client.SendAsync(Content))).Should().Be(expected);
    }

    [Fact]
    public async Task Answers_that_make_no_sense_are_the_node_s_fault()
    {
        _gateway.GetConfigParamAsync(21, Arg.Any<CancellationToken>()).Returns("?");
        (await Failure(() => _client.GetConfigParamAsync(21))).Should().Be(TonFailure.BadAnswer);
    }

    [Fact]
    public async Task Blocks_get_methods_and_fees_are_passed_on()
    {
        _gateway.GetMasterchainInfoAsync(Arg.Any<CancellationToken>()).Returns(new TonLibBlock(-1, long.MinValue, 9, Hash, Hash, Hash));
        (await _client.GetMasterchainInfoAsync()).Last.Seqno.Should().Be(9);

        _gateway.RunGetMethodAsync(Account.Raw, "seqno", Arg.Any<IReadOnlyList<StackItem>>(), Arg.Any<CancellationToken>()).Returns(new GetMethodResult(0, 1, [StackItem.Of(7)]));
        (await _client.RunGetMethodAsync(Account, "seqno", [])).Stack.Should().Equal(StackItem.Of(7));

        var message = ExternalMessage.Create(Account, Content, new StateInit(Content, Cell.Empty));
        _gateway.EstimateFeeAsync(Account.Raw, Boc.WriteBase64(Content), Boc.WriteBase64(Content), Boc.WriteBase64(Cell.Empty), true, Arg.Any<CancellationToken>()).Returns(new TonLibFees(1, 2, 3, 4));
        (await _client.EstimateFeeAsync(message)).Total.Should().Be(new Nano(10));
    }

    private void Knows(TonLibAccount account) => _gateway.GetAccountAsync(Account.Raw, Arg.Any<CancellationToken>()).Returns(account);

    private static async Task<TonFailure> Failure(Func<Task> call) => (await call.Should().ThrowAsync<TonClientException>()).Which.Failure;
}
