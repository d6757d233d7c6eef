using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Registry;

namespace Cocoon.Ton.Tests.Registry;

public sealed class RegistryMessageTests
{
    private static readonly RegistryVectors Vectors = RegistryVectors.Instance;
    private static readonly Cell Change = Boc.ReadBase64(Vectors.Joined);

    public static TheoryData<string> Names => [.. Vectors.Messages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_that_of_the_contract_s_own_tests_and_reads_back(string name)
    {
        var body = Boc.ReadBase64(Vectors.Messages[name]);
        var message = MessageOf(name);

        message.ToCell().Should().Be(body);
        RegistryMessage.Read(body).Should().Be(message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_cut_short_or_too_long_is_refused(string name)
    {
        var body = Boc.ReadBase64(Vectors.Messages[name]);
        var bits = body.BeginParse().LoadBits(body.BitLength - 1);
        FluentActions.Invoking(() => RegistryMessage.Read(bits)).Should().Throw<CellFormatException>();
        var longer = new CellBuilder().StoreCell(body).StoreRef(Cell.Empty).Build();
        FluentActions.Invoking(() => RegistryMessage.Read(longer)).Should().Throw<CellFormatException>();
    }

    [Fact]
    public void Other_bodies_are_no_messages_of_a_registry()
    {
        RegistryMessage.Read(Cell.Empty).Should().BeNull();
        RegistryMessage.Read(new ChannelMessage.TopUp(1, new Nano(1)).ToCell()).Should().BeNull("it is a channel's");
        RegistryMessage.Read(new CellBuilder().StoreUInt(0x43430033, 32).Build()).Should().BeNull("it is nobody's");
        RegistryMessage.Read(new CellBuilder().StoreUInt(0x43430041, 32).Build()).Should().BeNull("it is nobody's");
    }

    [Fact]
    public void A_hash_that_is_not_32_bytes_is_refused()
    {
        FluentActions.Invoking(new RegistryMessage.Cancel(1, new HexBytes([1])).ToCell).Should().Throw<CellFormatException>();
        FluentActions.Invoking(new RegistryMessage.Revoke(1, default).ToCell).Should().Throw<CellFormatException>();
    }

    private static RegistryMessage MessageOf(string name) => name switch
    {
        "Announce" => new RegistryMessage.Announce(1, Change),
        "Cancel" => new RegistryMessage.Cancel(2, new HexBytes(Change.Hash)),
        "Apply" => new RegistryMessage.Apply(ulong.MaxValue, Change),
        "Revoke" => new RegistryMessage.Revoke(4, new HexBytes([.. Enumerable.Repeat((byte)1, 32)])),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The vectors have a message that this test does not know."),
    };
}
