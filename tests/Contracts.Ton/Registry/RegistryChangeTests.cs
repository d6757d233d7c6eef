using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Registry;

namespace Cocoon.Ton.Tests.Registry;

public sealed class RegistryChangeTests
{
    private static readonly RegistryVectors Vectors = RegistryVectors.Instance;
    private static readonly RegistryTerms Terms = Vectors.Registries[0].Terms;

    public static TheoryData<string> Names => [.. Vectors.Changes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_change_is_that_of_the_contract_s_own_tests_and_reads_back(string name)
    {
        var cell = Boc.ReadBase64(Vectors.Changes[name]);
        var change = ChangeOf(name);

        change.ToCell().Should().Be(cell);
        RegistryChange.Read(cell).Should().Be(change);
    }

    [Fact]
    public void Joined_changes_are_those_of_the_contract_s_own_tests_and_read_back()
    {
        var parts = Vectors.Changes.Keys.Select(ChangeOf).ToList();
        var joined = RegistryChange.Join(parts);

        joined.ToCell().Should().Be(Boc.ReadBase64(Vectors.Joined));
        Convert.ToHexStringLower(joined.ToCell().Hash).Should().Be(Vectors.JoinedHash);
        var read = RegistryChange.Read(Boc.ReadBase64(Vectors.Joined));
        read.Should().Be(joined);
        read.Parts.Select(part => part with { Next = null }).Should().Equal(parts);
    }

    [Fact]
    public void Changes_with_other_parts_are_not_equal()
    {
        var change = RegistryChange.Join(new RegistryChange.SetFee(1), new RegistryChange.SetFee(2));
        change.Should().NotBe(RegistryChange.Join(new RegistryChange.SetFee(1), new RegistryChange.SetFee(3)));
        change.Should().NotBe(new RegistryChange.SetFee(1));
    }

    [Fact]
    public void A_change_has_1_to_16_parts()
    {
        var sixteen = Fees(16);
        RegistryChange.Read(RegistryChange.Join(sixteen).ToCell()).Parts.Should().HaveCount(16);
        FluentActions.Invoking(() => RegistryChange.Join(Fees(17))).Should().Throw<ArgumentException>().WithMessage("*not 17*");
        FluentActions.Invoking(() => RegistryChange.Join([])).Should().Throw<ArgumentException>();

        var seventeen = new RegistryChange.SetFee(0) { Next = RegistryChange.Join(sixteen) };
        FluentActions.Invoking(seventeen.ToCell).Should().Throw<CellFormatException>();
        var cell = new CellBuilder().StoreUInt(0x52430006, 32).StoreUInt(0, 16).StoreMaybeRef(RegistryChange.Join(sixteen).ToCell()).Build();
        FluentActions.Invoking(() => RegistryChange.Read(cell)).Should().Throw<CellFormatException>().WithMessage("*at most 16*");
    }

    [Fact]
    public void Parts_that_are_joined_already_are_not_joined_again()
    {
        var act = () => RegistryChange.Join(new RegistryChange.SetFee(1) { Next = new RegistryChange.SetFee(2) }, new RegistryChange.SetFee(3));
        act.Should().Throw<ArgumentException>().WithMessage("*single parts*");
    }

    public static TheoryData<string, RegistryChange> Refused => new()
    {
        { "a fee above one", new RegistryChange.SetFee(10_001) },
        { "a fee's share above one", new RegistryChange.SetParameters(Terms.Parameters with { MaxFeeShareBps = 10_001 }) },
        { "incentives with a share above one", new RegistryChange.SetParameters(Terms.Parameters with { Incentives = Incentives with { EarlyBonusBps = 10_001 } }) },
        { "a negative amount", new RegistryChange.SetParameters(Terms.Parameters with { CreditCap = new Nano(-1) }) },
        { "a key under which anybody signs", new RegistryChange.SetMarketKey(new HexBytes(new byte[32])) },
        { "a short key", new RegistryChange.SetMarketKey(new HexBytes([1, 2])) },
        { "a tier of two bytes", new RegistryChange.SetMeasurement(Hash(1), new ListedMeasurement(MeasurementRole.Core, (Tier)256, 0)) },
        { "a negative role", new RegistryChange.SetMeasurement(Hash(1), new ListedMeasurement((MeasurementRole)(-1), Tier.Open, 0)) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_registry_would_refuse_is_never_announced(string what, RegistryChange change) =>
        FluentActions.Invoking(change.ToCell).Should().Throw<CellFormatException>(what);

    [Fact]
    public void Roles_and_tiers_of_later_versions_read_as_their_numbers()
    {
        var change = new RegistryChange.SetMeasurement(Hash(1), new ListedMeasurement((MeasurementRole)255, (Tier)254, 1));
        RegistryChange.Read(change.ToCell()).Should().Be(change);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_damaged_change_is_refused(string name)
    {
        // The code of an upgrade may be any cell, and incentives may be left out.
        var cell = Boc.ReadBase64(Vectors.Changes[name]);
        var without = Boc.ReadBase64(Vectors.Changes["SetParameters"]);
        foreach (var damaged in name == "Upgrade" ? Damage.Of(cell).Take(5) : Damage.Of(cell).Where(damaged => !damaged.Equals(without)))
            FluentActions.Invoking(() => RegistryChange.Read(damaged)).Should().Throw<CellFormatException>();
    }

    [Fact]
    public void An_unknown_tag_and_a_vault_outside_are_refused()
    {
        var unknown = new CellBuilder().StoreUInt(0x5243000b, 32).StoreMaybeRef(null).Build();
        FluentActions.Invoking(() => RegistryChange.Read(unknown)).Should().Throw<CellFormatException>().WithMessage("*0x5243000b*");
        var outside = new CellBuilder().StoreUInt(0x52430007, 32).StoreUInt(0, 16).StoreUInt(0b01, 2).StoreUInt(8, 9).StoreUInt(1, 8).StoreMaybeRef(null).Build();
        FluentActions.Invoking(() => RegistryChange.Read(outside)).Should().Throw<CellFormatException>().WithMessage("*external*");
    }

    private static RegistryIncentives Incentives => new(1_000, 200, 3, 100, uint.MaxValue, 3_600);

    private static RegistryChange[] Fees(int count) => [.. Enumerable.Range(0, count).Select(fee => new RegistryChange.SetFee((ushort)fee))];

    private static HexBytes Hash(byte number) => new([.. Enumerable.Repeat(number, 32)]);

    private static RegistryChange ChangeOf(string name) => name switch
    {
        "SetMeasurement" => new RegistryChange.SetMeasurement(Hash(1), new ListedMeasurement(MeasurementRole.Gateway, Tier.CcGpu, uint.MaxValue)),
        "RemoveMeasurement" => new RegistryChange.RemoveMeasurement(Hash(1)),
        "SetModel" => new RegistryChange.SetModel(Hash(2), new ListedModel(Hash(7), new PriceList(new Nano(1), Nano.Zero, new Nano(1_000_000_007), Nano.MaxValue))),
        "RemoveModel" => new RegistryChange.RemoveModel(Hash(2)),
        "SetParameters" => new RegistryChange.SetParameters(Terms.Parameters),
        "SetIncentives" => new RegistryChange.SetParameters(Terms.Parameters with { Incentives = Incentives }),
        "SetFee" => new RegistryChange.SetFee(10_000),
        "SetVault" => new RegistryChange.SetVault(ushort.MaxValue, AccountAddress.From(0, [.. Enumerable.Repeat((byte)8, 32)])),
        "RemoveVault" => new RegistryChange.SetVault(0, null),
        "SetMarketKey" => new RegistryChange.SetMarketKey(Terms.MarketKey),
        "SetOwner" => new RegistryChange.SetOwner(Terms.Owner),
        "Upgrade" => new RegistryChange.Upgrade(RegistryContract.Init(Terms).Code),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The vectors have a change that this test does not know."),
    };
}
