using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Registry;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Registry;

public sealed class RegistryContractTests
{
    private static readonly RegistryVectors Vectors = RegistryVectors.Instance;
    private static readonly RegistryTerms Terms = Vectors.Registries[0].Terms;
    private static readonly Cell Code = RegistryContract.Init(Terms).Code;

    public static TheoryData<string> States => [.. Vectors.States.Select(state => state.Name)];

    [Fact]
    public void Addresses_are_those_of_the_contract_s_own_tests_and_the_data_reads_back()
    {
        foreach (var vector in Vectors.Registries)
        {
            var deployment = RegistryContract.Deploy(vector.Terms);
            deployment.Destination.Raw.Should().Be(vector.Address);
            deployment.Bounce.Should().BeFalse("there is no code yet that could bounce it");
            RegistryContract.IsAt(AccountAddress.Parse(vector.Address), vector.Terms).Should().BeTrue();

            var read = RegistryContract.Read(deployment.Init!.Code, deployment.Init.Data)!;

            new RegistryTerms(read.NetworkId, read.Owner, read.MarketKey, read.FeeBps, read.Delay, read.Parameters).Should().Be(vector.Terms);
            (read.Version, read.Measurements.Count, read.Models.Count, read.Vaults.Count, read.Pending.Count).Should().Be((0u, 0, 0, 0, 0));
        }
        Vectors.Registries.Select(vector => vector.Address).Should().OnlyHaveUniqueItems().And.HaveCount(6);
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Data_reads_as_the_contract_s_get_methods_say(string name)
    {
        var state = Vectors.States.Single(state => state.Name == name);

        var read = RegistryContract.Read(Code, Boc.ReadBase64(state.Data))!;

        (read.Version, read.FeeBps, read.NetworkId, read.Owner.Raw, read.Delay, read.MarketKey.ToString()).Should()
            .Be((state.Version, state.FeeBps, state.NetworkId, state.Owner, state.Delay, state.MarketKey));
        (read.Parameters with { Incentives = null }).Should().Be(state.Parameters.Read);
        (read.Parameters.Incentives ?? new RegistryIncentives(0, 0, 0, 0, 0, 0)).Should().Be(state.Incentives.Read);
        read.Measurements.Should().Equal(state.Measurements.ToDictionary(entry => HexBytes.Parse(entry.Hash), entry => entry.Read));
        read.Models.Should().Equal(state.Models.ToDictionary(entry => HexBytes.Parse(entry.Hash), entry => entry.Read));
        read.Vaults.Should().Equal(state.Vaults.ToDictionary(entry => entry.Index, entry => AccountAddress.Parse(entry.Vault)));
        read.Pending.Should().Equal(state.Pending.ToDictionary(entry => HexBytes.Parse(entry.Hash), entry => entry.Eta)).And.HaveCount(state.Count);
    }

    [Fact]
    public void The_vectors_hold_every_kind_of_entry()
    {
        Vectors.States.Should().ContainSingle(state => state.Incentives.AuditBps > 0);
        Vectors.States.Max(state => state.Measurements.Length).Should().Be(2);
        Vectors.States.Max(state => state.Models.Length).Should().Be(2);
        Vectors.States.Max(state => state.Vaults.Length).Should().Be(2);
        Vectors.States.Max(state => state.Pending.Length).Should().Be(2);
    }

    [Fact]
    public void Another_contract_is_no_registry() => RegistryContract.Read(Cell.Empty, Boc.ReadBase64(Vectors.States[0].Data)).Should().BeNull();

    [Fact]
    public void A_registry_of_the_release_before_reads_as_one_without_incentives()
    {
        var before = Boc.ReadBase64(VectorFile.Read<Dictionary<string, string>>("registry-0.2")["code"]);
        before.Should().NotBe(Code);
        RegistryContract.Read(before, Boc.ReadBase64(Vectors.States[0].Data))!.Parameters.Incentives.Should().BeNull();
    }

    [Fact]
    public void Other_terms_are_another_address()
    {
        var address = RegistryContract.Init(Terms).GetAddress();
        RegistryContract.IsAt(address, Terms with { FeeBps = 1 }).Should().BeFalse();
        RegistryContract.IsAt(address, Terms with { Parameters = Terms.Parameters with { FinalityBlocks = 9 } }).Should().BeFalse();
    }

    [Fact]
    public void A_market_key_that_is_not_32_bytes_is_refused_before_it_moves_the_layout()
    {
        var act = () => RegistryContract.Init(Terms with { MarketKey = new HexBytes(new byte[31]) });
        act.Should().Throw<CellFormatException>().WithMessage("*32 bytes, not 31*");
    }

    [Fact]
    public void Messages_of_the_owner_bounce_and_carry_enough()
    {
        var message = RegistryContract.Send(AccountAddress.Parse(Vectors.Registries[0].Address), new RegistryMessage.Revoke(1, new HexBytes(new byte[32])));
        (message.Bounce, message.Value, message.Init).Should().Be((true, new Nano(200_000_000), null));
        RegistryMessage.Read(message.Body!).Should().BeOfType<RegistryMessage.Revoke>();
    }

    [Theory]
    [MemberData(nameof(States))]
    public void Data_that_does_not_fit_its_layout_is_refused(string name)
    {
        var data = Boc.ReadBase64(Vectors.States.Single(state => state.Name == name).Data);
        // Incentives may be left out.
        var without = Damage.WithReference(data, 2, (RegistryContract.Read(Code, data)!.Parameters with { Incentives = null }).ToCell());
        foreach (var damaged in Damage.Of(data).Where(damaged => !damaged.Equals(without)))
        {
            var act = () => RegistryContract.Read(Code, damaged);
            act.Should().Throw<CellFormatException>();
        }
    }

    [Fact]
    public void A_count_of_pending_changes_that_is_wrong_is_refused()
    {
        var data = Boc.ReadBase64(Vectors.States[0].Data);
        var timelock = new CellBuilder().StoreUInt(5, 32).StoreUInt(1, 8).StoreMaybeRef(null).Build();
        var act = () => RegistryContract.Read(Code, Damage.WithReference(data, 0, timelock));
        act.Should().Throw<CellFormatException>().WithMessage("*counts 1 pending changes and holds 0*");
    }

    public static TheoryData<int, string> WrongEntries => new()
    {
        { 0, "a measurement of a byte too many" },
        { 1, "a model that is no reference" },
        { 2, "a vault that is no account" },
    };

    [Theory]
    [MemberData(nameof(WrongEntries))]
    public void Entries_that_do_not_fit_their_layout_are_refused(int list, string what)
    {
        var keyBytes = list == 2 ? 2 : 32;
        var wide = new Hashmap<byte[], ulong>(HashmapKey.Bytes(keyBytes), CellCodecs.UInt(56)) { [new byte[keyBytes]] = 7 }.ToCell();
        var lists = new CellBuilder();
        for (var i = 0; i < 3; i++) lists.StoreMaybeRef(i == list ? wide : null);
        var act = () => RegistryContract.Read(Code, Damage.WithReference(Boc.ReadBase64(Vectors.States[0].Data), 1, lists.Build()));
        act.Should().Throw<CellFormatException>(what);
    }
}
