using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Channels;

public sealed class ChannelContractTests
{
    private static readonly ContractVectors Vectors = ContractVectors.Instance;

    [Fact]
    public void Addresses_are_those_of_the_contract_s_own_tests_and_the_data_reads_back()
    {
        foreach (var vector in Vectors.Channels)
        {
            var terms = new ChannelTerms(HexBytes.Parse(vector.VoucherKey), vector.NetworkId, AccountAddress.Parse(vector.Vault), AccountAddress.Parse(vector.Owner), vector.Salt);
            var init = ChannelContract.Init(terms);
            init.GetAddress().Raw.Should().Be(vector.Address);
            ChannelContract.Read(init.Code, init.Data).Should().Be(new ChannelOnChain(terms, Nano.Zero, Nano.Zero, 0));
        }
        Vectors.Channels.Select(vector => vector.Address).Should().OnlyHaveUniqueItems().And.HaveCount(9);
    }

    [Fact]
    public void Deposits_are_those_of_the_contract_s_own_tests()
    {
        var channel = AccountAddress.Parse(Vectors.Channels[0].Address);
        foreach (var vector in Vectors.TopUps.Where(vector => vector.Amount < long.MaxValue))
        {
            var message = ChannelContract.TopUp(channel, new Nano(vector.Amount), vector.QueryId);
            message.Body!.HashHex().Should().Be(vector.BodyHash);
            message.Value.Should().Be(new Nano(vector.Amount) + ChannelContract.TopUpFees);
            message.Bounce.Should().BeTrue("money that a channel refuses must come back");
        }
    }

    [Fact]
    public void A_deposit_that_no_balance_can_hold_overflows_aloud()
    {
        var act = () => ChannelContract.TopUp(AccountAddress.Parse(Vectors.Channels[0].Address), Nano.MaxValue, 1);
        act.Should().Throw<OverflowException>();
    }

    [Fact]
    public void Claims_are_those_of_the_contract_s_own_tests()
    {
        foreach (var vector in Vectors.Vouchers)
        {
            var voucher = new SignedVoucher(new Voucher(AccountAddress.Parse(vector.Channel), new Nano(vector.Amount), vector.Seqno), HexBytes.Parse(vector.Signature));
            var message = ChannelContract.Claim(voucher, 9, vector.NetworkId);
            message.Body!.HashHex().Should().Be(vector.ClaimHash);
            message.Destination.Raw.Should().Be(vector.Channel);
            message.Bounce.Should().BeTrue();
        }
    }

    [Fact]
    public void Another_contract_is_no_channel() => ChannelContract.Read(Cell.Empty, Cell.Empty).Should().BeNull();

    [Fact]
    public void Data_of_a_channel_that_makes_no_sense_is_refused()
    {
        var terms = new ChannelTerms(HexBytes.Parse(Vectors.Channels[0].VoucherKey), -217, AccountAddress.Parse(Vectors.Channels[0].Vault), AccountAddress.Parse(Vectors.Channels[0].Owner), 0);
        var code = ChannelContract.Init(terms).Code;
        var act = () => ChannelContract.Read(code, new CellBuilder().StoreUInt(5, 32).Build());
        act.Should().Throw<CellFormatException>();
    }
}
