using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Tests.Channels;
using Cocoon.Ton.Vaults;

namespace Cocoon.Ton.Tests.Vaults;

public sealed class VaultMessageTests
{
    private const uint DrawOpcode = 0x43430020;

    private static readonly ContractVectors Vectors = ContractVectors.Instance;
    private static readonly Cell Change = VaultChange.SetOwner(Account(5));

    public static TheoryData<string> Names => [.. Vectors.VaultMessages.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_is_that_of_the_contract_s_own_tests_and_reads_back(string name)
    {
        var body = Boc.ReadBase64(Vectors.VaultMessages[name]);
        var message = MessageOf(name);

        message.ToCell().Should().Be(body);
        VaultMessage.Read(body).Should().Be(message);
    }

    [Fact]
    public void Draws_are_those_of_the_contract_s_own_tests_and_read_back()
    {
        foreach (var vector in Vectors.Draws)
        {
            var body = Boc.ReadBase64(vector.Body);
            var draw = new VaultMessage.DrawEarnings(9, vector.Entry, vector.Index, vector.Count, vector.Siblings);

            draw.ToCell().Should().Be(body);
            var read = VaultMessage.Read(body).Should().BeOfType<VaultMessage.DrawEarnings>().Subject;
            read.Should().Be(draw);
            read.GetHashCode().Should().Be(draw.GetHashCode());
            read.Path.Should().Equal(vector.Siblings);
        }
        Vectors.Draws.Select(vector => vector.Path.Length).Should().Contain([0, 1, 3, 10]);
    }

    [Fact]
    public void Leaves_are_those_that_the_contract_checks()
    {
        foreach (var vector in Vectors.Draws) vector.Entry.Leaf().ToString().Should().Be(vector.Leaf);
        Vectors.Draws.Select(vector => vector.Leaf).Distinct().Should().HaveCount(6);
    }

    [Fact]
    public void Draws_of_another_path_are_not_equal()
    {
        var vector = Vectors.Draws.First(draw => draw.Path.Length == 3);
        var draw = new VaultMessage.DrawEarnings(9, vector.Entry, vector.Index, vector.Count, vector.Siblings);
        draw.Should().NotBe(draw with { Path = [.. vector.Siblings.Reverse()] });
    }

    [Fact]
    public void Changes_are_those_of_the_contract_s_own_tests()
    {
        using var client = new SigningKey(Convert.FromHexString(Vectors.ClientSeed), Ed25519.Default);
        var code = ChannelAgreements.Close(Account(6), new Nano(3_000_000_000));
        var data = ChannelAgreements.Withdrawal(Account(6), new Nano(4_000_000_001), 1_900_000_000);
        var changes = new Dictionary<string, Cell>
        {
            ["SetOperator"] = VaultChange.SetOperator(new HexBytes(client.PublicKey.Span)),
            ["SetOwner"] = VaultChange.SetOwner(Account(5)),
            ["Upgrade"] = VaultChange.Upgrade(code),
            ["UpgradeWithData"] = VaultChange.Upgrade(code, data),
            ["TakeOut"] = VaultChange.TakeOut(Account(7), new Nano(5_000_000_000)),
        };
        changes.Should().BeEquivalentTo(Vectors.Changes.ToDictionary(vector => vector.Key, vector => Boc.ReadBase64(vector.Value)));
    }

    [Fact]
    public void Other_bodies_are_no_messages_of_a_vault()
    {
        VaultMessage.Read(Cell.Empty).Should().BeNull();
        VaultMessage.Read(new CellBuilder().StoreUInt(0, 32).StoreUInt(0, 64).Build()).Should().BeNull("it is a text comment");
        VaultMessage.Read(new ChannelMessage.ClaimPaid(1, new Nano(1)).ToCell()).Should().BeNull("it is the channel's");
        VaultMessage.Read(new CellBuilder().StoreUInt(0x43430024, 32).StoreUInt(0, 64).Build()).Should().BeNull("it is nobody's");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_cut_short_is_refused(string name)
    {
        var cut = new CellBuilder().StoreUInt(Boc.ReadBase64(Vectors.VaultMessages[name]).BeginParse().LoadUInt32(), 32).StoreUInt(0, 32).Build();
        var act = () => VaultMessage.Read(cut);
        act.Should().Throw<CellFormatException>();
    }

    [Fact]
    public void A_path_that_is_too_long_or_begins_with_nothing_is_refused()
    {
        var entry = Vectors.Draws[0].Entry;
        var tooLong = new VaultMessage.DrawEarnings(1, entry, 0, 1, [.. Enumerable.Repeat(new HexBytes(new byte[32]), 33)]);
        FluentActions.Invoking(() => VaultMessage.Read(tooLong.ToCell())).Should().Throw<CellFormatException>();

        var empty = new CellBuilder().StoreUInt(DrawOpcode, 32).StoreUInt(1, 64)
            .StoreAddress(entry.Provider).StoreCoins(entry.Earned).StoreCoins(entry.Guaranteed).StoreUInt(0, 32).StoreUInt(1, 32)
            .StoreMaybeRef(new CellBuilder().StoreRef(Cell.Empty).Build()).Build();
        FluentActions.Invoking(() => VaultMessage.Read(empty)).Should().Throw<CellFormatException>();
    }

    private static VaultMessage MessageOf(string name) => name switch
    {
        "StartExit" => new VaultMessage.StartExit(1),
        "Pause" => new VaultMessage.Pause(2, true),
        "Resume" => new VaultMessage.Pause(3, false),
        "Announce" => new VaultMessage.Announce(4, Change),
        "Cancel" => new VaultMessage.Cancel(5, new HexBytes(Change.Hash)),
        "Apply" => new VaultMessage.Apply(6, Change),
        "Drawn" => new VaultMessage.Drawn(ulong.MaxValue),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The vectors have a message that this test does not know."),
    };

    private static AccountAddress Account(byte number) => AccountAddress.From(0, [.. Enumerable.Repeat(number, 32)]);
}
