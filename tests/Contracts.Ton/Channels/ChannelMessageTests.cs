using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Channels;

public sealed class ChannelMessageTests : IDisposable
{
    private static readonly ContractVectors Vectors = ContractVectors.Instance;
    private static readonly AccountAddress Channel = AccountAddress.From(0, [.. Enumerable.Repeat((byte)6, 32)]);
    private static readonly Cell Agreement = ChannelAgreements.Close(Channel, new Nano(3_000_000_000));
    private static readonly Cell Permit = ChannelAgreements.Withdrawal(Channel, new Nano(4_000_000_001), 1_900_000_000);

    private readonly SigningKey _operator = KeyOf(Vectors.OperatorSeed);
    private readonly SigningKey _client = KeyOf(Vectors.ClientSeed);
    private readonly SigningKey _market = KeyOf(Vectors.MarketSeed);

    public static TheoryData<string> Names => [.. Vectors.ChannelMessages.Keys];

    public void Dispose()
    {
        _operator.Dispose();
        _client.Dispose();
        _market.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_that_of_the_contract_s_own_tests_and_reads_back(string name)
    {
        var body = Boc.ReadBase64(Vectors.ChannelMessages[name]);
        var message = MessageOf(name);

        message.ToCell().Should().Be(body);
        ChannelMessage.Read(body).Should().Be(message);
    }

    [Fact]
    public void Every_message_is_among_the_vectors() =>
        Vectors.ChannelMessages.Keys.Should().BeEquivalentTo(typeof(ChannelMessage).GetNestedTypes().Select(type => type.Name));

    [Fact]
    public void What_the_parties_sign_is_what_the_contract_checks()
    {
        Agreement.HashHex().Should().Be(Vectors.Agreements.Close);
        Permit.HashHex().Should().Be(Vectors.Agreements.Withdrawal);
    }

    [Fact]
    public void Other_bodies_are_no_messages_of_a_channel()
    {
        ChannelMessage.Read(Cell.Empty).Should().BeNull();
        ChannelMessage.Read(new CellBuilder().StoreUInt(0, 32).StoreUInt(0, 64).Build()).Should().BeNull("it is a text comment");
        ChannelMessage.Read(new CellBuilder().StoreUInt(0x43430004, 32).StoreUInt(0, 64).Build()).Should().BeNull("it is the vault's");
        ChannelMessage.Read(new CellBuilder().StoreUInt(0x43430017, 32).StoreUInt(0, 64).Build()).Should().BeNull("it is nobody's");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_cut_short_is_refused(string name)
    {
        var body = Boc.ReadBase64(Vectors.ChannelMessages[name]);
        var slice = body.BeginParse();
        var cut = new CellBuilder().StoreUInt(slice.LoadUInt32(), 32).StoreUInt(0, 32).Build();
        var act = () => ChannelMessage.Read(cut);
        act.Should().Throw<CellFormatException>();
    }

    [Fact]
    public void A_claim_without_a_voucher_is_refused()
    {
        var claim = new CellBuilder().StoreUInt(0x43430002, 32).StoreUInt(1, 64).StoreBytes(new byte[64]);
        var act = () => ChannelMessage.Read(claim.StoreRef(Agreement).Build());
        act.Should().Throw<CellFormatException>();
    }

    private ChannelMessage MessageOf(string name) => name switch
    {
        nameof(ChannelMessage.TopUp) => new ChannelMessage.TopUp(7, new Nano((1L << 62) + 1)),
        nameof(ChannelMessage.Claim) => new ChannelMessage.Claim(8, new VoucherSigner(Ed25519.Default).Sign(new Voucher(Channel, new Nano(123_456_789), 77), _client)),
        nameof(ChannelMessage.ClaimPaid) => new ChannelMessage.ClaimPaid(9, new Nano(1)),
        nameof(ChannelMessage.CloseTogether) => new ChannelMessage.CloseTogether(10, Sign(_client, Agreement), Sign(_market, Agreement), Agreement),
        nameof(ChannelMessage.StartClose) => new ChannelMessage.StartClose(11),
        nameof(ChannelMessage.FinishClose) => new ChannelMessage.FinishClose(ulong.MaxValue),
        nameof(ChannelMessage.Withdraw) => new ChannelMessage.Withdraw(13, Sign(_market, Permit), Permit),
        nameof(ChannelMessage.ChangeVoucherKey) => new ChannelMessage.ChangeVoucherKey(14, new HexBytes(_operator.PublicKey.Span)),
        nameof(ChannelMessage.ApplyVoucherKey) => new ChannelMessage.ApplyVoucherKey(15),
        nameof(ChannelMessage.Refund) => new ChannelMessage.Refund(16),
        nameof(ChannelMessage.Excesses) => new ChannelMessage.Excesses(0),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The vectors have a message that this test does not know."),
    };

    private static HexBytes Sign(SigningKey key, Cell cell) => new(Ed25519.Default.Sign(key, cell.Hash));

    private static SigningKey KeyOf(string seed) => new(Convert.FromHexString(seed), Ed25519.Default);
}
