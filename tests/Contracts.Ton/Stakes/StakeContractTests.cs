using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Tests.Registry;

namespace Cocoon.Ton.Tests.Stakes;

public sealed class StakeContractTests
{
    private static readonly StakeVectors Vectors = StakeVectors.Instance;
    private static readonly AccountAddress Address = AccountAddress.Parse(Vectors.Stakes[0].Address);
    private static readonly Cell Code = StakeContract.Init(Vectors.Stakes[0].Terms).Code;

    public static TheoryData<string> States => [.. Vectors.States.Select(state => state.Name)];

    [Fact]
    public void Addresses_are_those_of_the_contract_s_own_tests_and_the_data_reads_back()
    {
        foreach (var vector in Vectors.Stakes)
        {
            var init = StakeContract.Init(vector.Terms);
            init.GetAddress().Raw.Should().Be(vector.Address);

            var read = StakeContract.Read(init.Code, init.Data)!;

            read.Terms.Should().Be(vector.Terms);
            (read.Staked, read.Unbonding, read.UnbondsAt, read.OwedToOwner, read.OwedToBeneficiary, read.Slash, read.UsedEvidence.Count).Should()
                .Be((Nano.Zero, Nano.Zero, null, Nano.Zero, Nano.Zero, null, 0));
        }
        Vectors.Stakes.Select(vector => vector.Address).Should().OnlyHaveUniqueItems().And.HaveCount(6);
    }

    public static TheoryData<string, Func<StakeTerms, StakeTerms>> OtherTerms => new()
    {
        { "network", terms => terms with { NetworkId = TonNetwork.Local } },
        { "owner", terms => terms with { Owner = terms.Slasher } },
        { "slasher", terms => terms with { Slasher = terms.Owner } },
        { "arbiter", terms => terms with { Arbiter = terms.Beneficiary } },
        { "beneficiary", terms => terms with { Beneficiary = terms.Arbiter } },
        { "unbonding delay", terms => terms with { UnbondingDelay = 1 } },
        { "slash delay", terms => terms with { SlashDelay = 1 } },
        { "appeal timeout", terms => terms with { AppealTimeout = 1 } },
        { "salt", terms => terms with { Salt = 5 } },
    };

    [Theory]
    [MemberData(nameof(OtherTerms))]
    public void An_address_proves_every_term(string what, Func<StakeTerms, StakeTerms> change)
    {
        var terms = Vectors.Stakes[0].Terms;
        StakeContract.IsAt(Address, terms).Should().BeTrue();
        StakeContract.IsAt(Address, change(terms)).Should().BeFalse(what);
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Data_reads_as_the_contract_s_get_methods_say(string name)
    {
        var state = Vectors.States.Single(state => state.Name == name);

        var read = StakeContract.Read(Code, Boc.ReadBase64(state.Data))!;

        (read.Staked.Value, read.Unbonding.Value, read.UnbondsAt ?? 0, read.OwedToOwner.Value, read.OwedToBeneficiary.Value).Should()
            .Be((state.Staked, state.Unbonding, state.UnbondAt, state.OwedToOwner, state.OwedToBeneficiary));
        read.AtStake.Value.Should().Be(state.Staked + state.Unbonding);
        read.Slash.Should().Be(state.Slash?.Read);
        read.UsedEvidence.Should().Equal(state.Evidence.ToDictionary(entry => HexBytes.Parse(entry.Hash), entry => entry.TookMoney)).And.HaveCount(state.UsedCount);
    }

    [Fact]
    public void The_vectors_hold_every_state_of_a_slash()
    {
        Vectors.States.Select(state => (state.Slash is not null, state.Slash?.AppealedAt > 0)).Should().Contain([(false, false), (true, false), (true, true)]);
        Vectors.States[^1].Evidence.Select(entry => entry.TookMoney).Should().Contain([true, false]);
    }

    [Fact]
    public void Another_contract_is_no_stake() => StakeContract.Read(Cell.Empty, Boc.ReadBase64(Vectors.States[0].Data)).Should().BeNull();

    [Theory]
    [MemberData(nameof(States))]
    public void Data_that_does_not_fit_its_layout_is_refused(string name)
    {
        var data = Boc.ReadBase64(Vectors.States.Single(state => state.Name == name).Data);
        foreach (var damaged in Damage.Of(data))
            FluentActions.Invoking(() => StakeContract.Read(Code, damaged)).Should().Throw<CellFormatException>();
    }

    [Fact]
    public void Money_for_the_stake_carries_its_amount_and_bounces()
    {
        var init = StakeContract.Init(Vectors.Stakes[0].Terms);
        var message = StakeContract.Stake(Address, Nano.FromTon(5), 7, init);
        (message.Value, message.Bounce, message.Init).Should().Be((Nano.FromTon(5) + StakeContract.MessageFees, true, init));
        StakeMessage.Read(message.Body!).Should().Be(new StakeMessage.Stake(7, Nano.FromTon(5)));
        FluentActions.Invoking(() => StakeContract.Stake(Address, Nano.MaxValue, 1)).Should().Throw<OverflowException>();
        FluentActions.Invoking(() => StakeContract.Send(Address, new StakeMessage.Stake(7, Nano.FromTon(5)))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Payments_are_told_by_their_comment()
    {
        StakeContract.PaymentOf(TextComment.Create("Cocoon stake")).Should().Be(StakePayment.Stake);
        StakeContract.PaymentOf(TextComment.Create("Cocoon slash")).Should().Be(StakePayment.Slash);
        StakeContract.PaymentOf(TextComment.Create("Cocoon stakes")).Should().BeNull();
        StakeContract.PaymentOf(Cell.Empty).Should().BeNull();
    }
}
