using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Recording;
using Cocoon.Ton.Tests.Client;
using Cocoon.Ton.Tests.Vectors;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace Cocoon.Ton.Tests.Recording;

public sealed class RecordingTonClientTests : IDisposable
{
    private static readonly AccountAddress Account = AccountAddress.From(0, [.. Enumerable.Repeat((byte)7, 32)]);
    private static readonly HexBytes Hash = new(new byte[32]);
    private static readonly Cell Content = new CellBuilder().StoreUInt(1, 32).Build();
    private static readonly TonTransaction[] Transactions =
        [.. VectorFile.Read<TransactionStep[]>("transactions")[0].Transactions.Select(vector => TonTransaction.Parse(Boc.ReadBase64(vector.Boc)))];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-recording-");

    private string File => Path.Combine(_folder.FullName, "calls.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_recorded_is_answered_again_without_the_node()
    {
        var node = Node();
        var recorder = RecordingTonClient.Record(node);
        var live = await AskEverything(recorder);
        await recorder.SaveAsync(File);
        node.ClearReceivedCalls();

        var replayed = await AskEverything(await RecordingTonClient.ReplayAsync(File));

        replayed.Should().Equal(live, (left, right) => left is IEnumerable<object> items ? items.SequenceEqual((IEnumerable<object>)right) : left.Equals(right));
        node.ReceivedCalls().Should().BeEmpty();
    }

    [Fact]
    public async Task Equal_calls_are_answered_in_their_order()
    {
        var node = Substitute.For<ITonClient>();
        node.GetConfigParamAsync(5, Arg.Any<CancellationToken>()).Returns(Cell.Empty, Content);
        var recorder = RecordingTonClient.Record(node);
        await recorder.GetConfigParamAsync(5);
        await recorder.GetConfigParamAsync(5);
        await recorder.SaveAsync(File);

        var replay = await RecordingTonClient.ReplayAsync(File);
        (await replay.GetConfigParamAsync(5)).Should().Be(Cell.Empty);
        (await replay.GetConfigParamAsync(5)).Should().Be(Content);
        await FluentActions.Awaiting(() => replay.GetConfigParamAsync(5)).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("This call was recorded less often than it is made now: getConfigParam 5. Record the test again.");
        await FluentActions.Awaiting(() => replay.GetConfigParamAsync(6)).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("This call was not recorded: getConfigParam 6. Record the test again.");
    }

    [Fact]
    public async Task Failures_are_recorded_too()
    {
        var node = Substitute.For<ITonClient>();
        node.SendAsync(Content, Arg.Any<CancellationToken>()).ThrowsAsync(new TonClientException(TonFailure.Rejected, "seqno"));
        var recorder = RecordingTonClient.Record(node);
        await FluentActions.Awaiting(() => recorder.SendAsync(Content)).Should().ThrowAsync<TonClientException>();
        await recorder.SaveAsync(File);

        var replay = await RecordingTonClient.ReplayAsync(File);
        var error = (await FluentActions.Awaiting(() => replay.SendAsync(Content)).Should().ThrowAsync<TonClientException>()).Which;
        (error.Failure, error.Message).Should().Be((TonFailure.Rejected, "seqno"));
    }

    [Fact]
    public async Task A_file_that_is_no_recording_is_refused()
    {
        await System.IO.File.WriteAllTextAsync(File, "{");
        await FluentActions.Awaiting(() => RecordingTonClient.ReplayAsync(File)).Should().ThrowAsync<FormatException>().WithMessage("*is not a recording*");
        await System.IO.File.WriteAllTextAsync(File, """[{"Call":"getConfigParam 5","Answer":"damaged"}]""");
        var replay = await RecordingTonClient.ReplayAsync(File);
        await FluentActions.Awaiting(() => replay.GetConfigParamAsync(5)).Should().ThrowAsync<FormatException>().WithMessage("*is damaged*");
    }

    private static async Task<object[]> AskEverything(RecordingTonClient client)
    {
        await client.SendAsync(Content);
        var result = await client.RunGetMethodAsync(Account, "answer", [StackItem.Of(5)]);
        return
        [
            await client.GetMasterchainInfoAsync(), await client.GetAccountAsync(Account), (await client.GetTransactionsAsync(Account, null, 10, 0)).Select(transaction => transaction.Hash.ToString()).ToList(),
            (result.ExitCode, result.GasUsed), result.Stack, await client.EstimateFeeAsync(Content), await client.GetConfigParamAsync(21),
        ];
    }

    private static ITonClient Node()
    {
        var node = Substitute.For<ITonClient>();
        node.GetMasterchainInfoAsync(Arg.Any<CancellationToken>()).Returns(new MasterchainInfo(new BlockId(-1, long.MinValue, 9, Hash, Hash), Hash));
        node.GetAccountAsync(Account, Arg.Any<CancellationToken>())
            .Returns(new TonAccount(new Nano(5), TonAccountStatus.Active, Content, null, 7, 8) { LastTransaction = new TransactionId(7, Hash) });
        node.GetTransactionsAsync(Account, null, 10, 0, Arg.Any<CancellationToken>()).Returns(Transactions);
        node.RunGetMethodAsync(Account, "answer", Arg.Any<IReadOnlyList<StackItem>>(), Arg.Any<CancellationToken>())
            .Returns(new GetMethodResult(0, 99, [StackItem.Of(42), new StackItem.Tuple([StackItem.Of(Content)])]));
        node.EstimateFeeAsync(Content, true, Arg.Any<CancellationToken>()).Returns(new FeeEstimate(new Nano(1), new Nano(2), new Nano(3), new Nano(4)));
        node.GetConfigParamAsync(21, Arg.Any<CancellationToken>()).Returns(Content);
        return node;
    }
}
