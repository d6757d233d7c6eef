using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;

namespace Cocoon.Ton.Tests.Channels;

public sealed class ChannelContractTests
{
    private static readonly ContractVectors Vectors = ContractVectors.Instance;
    private static readonly AccountAddress Channel = AccountAddress.Parse(Vectors.Channels[0].Address);

    [Fact]
    public void Addresses_are_those_of_the_contract_s_own_tests_and_the_data_reads_back()
    {
        foreach (var vector in Vectors.Channels)
        {
            var terms = TermsOf(vector);
            var init = ChannelContract.Init(terms);
            init.GetAddress().Raw.Should().Be(vector.Address);
            ChannelContract.Read(init.Code, init.Data).Should().Be(ChannelOnChain.New(terms));
        }
        Vectors.Channels.Select(vector => vector.Address).Should().OnlyHaveUniqueItems().And.HaveCount(9);
    }

    public static TheoryData<string, Func<ChannelTerms, ChannelTerms>> OtherTerms => new()
    {
        { "voucher key", terms => terms with { VoucherKey = terms.MarketKey } },
        { "network", terms => terms with { NetworkId = TonNetwork.Testnet } },
        { "vault", terms => terms with { Vault = terms.Owner } },
        { "owner", terms => terms with { Owner = terms.Vault } },
        { "market key", terms => terms with { MarketKey = terms.VoucherKey } },
        { "grace", terms => terms with { Grace = 1 } },
        { "salt", terms => terms with { Salt = 5 } },
    };

    [Theory]
    [MemberData(nameof(OtherTerms))]
    public void An_address_proves_every_term(string what, Func<ChannelTerms, ChannelTerms> change)
    {
        var terms = TermsOf(Vectors.Channels[0]);
        ChannelContract.IsAt(Channel, terms).Should().BeTrue();
        ChannelContract.IsAt(Channel, change(terms)).Should().BeFalse(what);
    }

    [Fact]
    public void Data_reads_as_the_contract_s_get_method_says_in_every_state()
    {
        foreach (var state in Vectors.ChannelStates)
        {
            var read = ChannelContract.Read(ChannelContract.Init(TermsOf(Vectors.Channels[0])).Code, Boc.ReadBase64(state.Data))!;
            read.Should().Be(
                new ChannelOnChain(
                    read.Terms with
                    {
                        NetworkId = state.NetworkId, Vault = AccountAddress.Parse(state.Vault), Owner = AccountAddress.Parse(state.Owner),
                        MarketKey = HexBytes.Parse(state.MarketKey), Grace = state.Grace, Salt = 0,
                    },
                    new Nano(state.Deposited), new Nano(state.Claimed), new Nano(state.Withdrawn), HexBytes.Parse(state.VoucherKey), state.Closed,
                    state.CloseAt == 0 ? null : state.CloseAt, state.NextKey is null ? null : new NextVoucherKey(HexBytes.Parse(state.NextKey), state.NextKeyAt)),
                state.Name);
        }
        Vectors.ChannelStates.Should().HaveCount(6);
        Vectors.ChannelStates[^1].Closed.Should().BeTrue();
    }

    [Fact]
    public void The_first_voucher_key_stays_among_the_terms_when_another_one_is_in_effect()
    {
        var data = Vectors.ChannelStates.Single(state => state.Name == "another key is in effect").Data;
        var read = ChannelContract.Read(ChannelContract.Init(TermsOf(Vectors.Channels[0])).Code, Boc.ReadBase64(data))!;
        read.Terms.VoucherKey.ToString().Should().Be(Vectors.Channels[0].VoucherKey).And.NotBe(read.VoucherKey.ToString());
    }

    [Fact]
    public void Messages_bounce_and_carry_their_fees()
    {
        var voucher = new SignedVoucher(new Voucher(Channel, new Nano(5), 1), new HexBytes(new byte[64]));

        var topUp = ChannelContract.TopUp(Channel, new Nano(7), 3);
        (topUp.Value, topUp.Bounce, topUp.Body).Should().Be((new Nano(7) + ChannelContract.TopUpFees, true, new ChannelMessage.TopUp(3, new Nano(7)).ToCell()));
        var claim = ChannelContract.Claim(voucher, 4);
        (claim.Destination, claim.Value, claim.Bounce, claim.Body).Should().Be((Channel, ChannelContract.ClaimFees, true, new ChannelMessage.Claim(4, voucher).ToCell()));
        var other = ChannelContract.Send(Channel, new ChannelMessage.StartClose(5));
        (other.Value, other.Bounce, other.Body).Should().Be((ChannelContract.OtherFees, true, new ChannelMessage.StartClose(5).ToCell()));
    }

    [Fact]
    public void A_deposit_that_no_balance_can_hold_overflows_aloud()
    {
        var act = () => ChannelContract.TopUp(Channel, Nano.MaxValue, 1);
        act.Should().Throw<OverflowException>();
    }

    [Fact]
    public void Another_contract_is_no_channel() => ChannelContract.Read(Cell.Empty, Cell.Empty).Should().BeNull();

    [Fact]
    public void Data_of_a_channel_that_makes_no_sense_is_refused()
    {
        var code = ChannelContract.Init(TermsOf(Vectors.Channels[0])).Code;
        var act = () => ChannelContract.Read(code, new CellBuilder().StoreUInt(5, 32).Build());
        act.Should().Throw<CellFormatException>();
    }

    private static ChannelTerms TermsOf(ContractVectors.ChannelVector vector) => new(
        HexBytes.Parse(vector.VoucherKey), vector.NetworkId, AccountAddress.Parse(vector.Vault), AccountAddress.Parse(vector.Owner),
        HexBytes.Parse(vector.MarketKey), vector.Grace, vector.Salt);
}
