using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Registry;
using Cocoon.Ton.Stakes;

namespace Cocoon.Ton.Tests.Stakes;

public sealed class StakeMessageTests
{
    private static readonly StakeVectors Vectors = StakeVectors.Instance;

    public static TheoryData<string> Names => [.. Vectors.Messages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_that_of_the_contract_s_own_tests_and_reads_back(string name)
    {
        var body = Boc.ReadBase64(Vectors.Messages[name]);
        var message = MessageOf(name);

        message.ToCell().Should().Be(body);
        StakeMessage.Read(body).Should().Be(message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_cut_short_or_too_long_is_refused(string name)
    {
        var body = Boc.ReadBase64(Vectors.Messages[name]);
        var bits = body.BeginParse().LoadBits(body.BitLength - 1);
        FluentActions.Invoking(() => StakeMessage.Read(bits)).Should().Throw<CellFormatException>();
        var longer = new CellBuilder().StoreCell(body).StoreBit(false).Build();
        FluentActions.Invoking(() => StakeMessage.Read(longer)).Should().Throw<CellFormatException>();
    }

    [Fact]
    public void Other_bodies_are_no_messages_of_a_stake()
    {
        StakeMessage.Read(Cell.Empty).Should().BeNull();
        StakeMessage.Read(new RegistryMessage.Revoke(1, Hash(1)).ToCell()).Should().BeNull("it is the registry's");
        StakeMessage.Read(new CellBuilder().StoreUInt(0x4343005a, 32).StoreUInt(0, 64).Build()).Should().BeNull("it is nobody's");
    }

    [Fact]
    public void Amounts_below_zero_and_hashes_that_are_not_32_bytes_are_refused()
    {
        FluentActions.Invoking(new StakeMessage.StartUnbond(1, new Nano(-1)).ToCell).Should().Throw<CellFormatException>();
        FluentActions.Invoking(new StakeMessage.AnnounceSlash(1, new Nano(1), default).ToCell).Should().Throw<CellFormatException>();
        FluentActions.Invoking(new StakeMessage.Appeal(1, new HexBytes(new byte[33])).ToCell).Should().Throw<CellFormatException>();
    }

    private static HexBytes Hash(byte number) => new([.. Enumerable.Repeat(number, 32)]);

    private static StakeMessage MessageOf(string name) => name switch
    {
        "Stake" => new StakeMessage.Stake(1, new Nano((1L << 62) + 1)),
        "StartUnbond" => new StakeMessage.StartUnbond(2, new Nano(1)),
        "FinishUnbond" => new StakeMessage.FinishUnbond(3),
        "AnnounceSlash" => new StakeMessage.AnnounceSlash(4, Nano.FromTon(5), Hash(1)),
        "Appeal" => new StakeMessage.Appeal(5, Hash(2)),
        "Upheld" => new StakeMessage.Resolve(6, Hash(1), Upheld: true),
        "Rejected" => new StakeMessage.Resolve(7, Hash(1), Upheld: false),
        "ExecuteSlash" => new StakeMessage.ExecuteSlash(8, Hash(1)),
        "WithdrawSlash" => new StakeMessage.WithdrawSlash(9, Hash(1)),
        "LapseSlash" => new StakeMessage.LapseSlash(10),
        "PayOwedToOwner" => new StakeMessage.PayOwed(11, ToBeneficiary: false),
        "PayOwedToBeneficiary" => new StakeMessage.PayOwed(ulong.MaxValue, ToBeneficiary: true),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The vectors have a message that this test does not know."),
    };
}
