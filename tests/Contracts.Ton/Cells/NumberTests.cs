using System.Numerics;
using Cocoon.Core.Money;
using Cocoon.Ton.Addresses;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Cells;

public sealed class NumberTests
{
    private static readonly NumberVectors Vectors = VectorFile.Read<NumberVectors>("bignumbers");

    [Fact]
    public void Wide_numbers_are_stored_as_in_the_reference_and_loaded_again()
    {
        foreach (var vector in Vectors.Unsigned)
        {
            var cell = new CellBuilder().StoreBit(true).StoreBigUInt(vector.Big, vector.Bits).Build();
            cell.HashHex().Should().Be(vector.Hash);
            cell.BeginParse().SkipBits(1).LoadBigUInt(vector.Bits).Should().Be(vector.Big);
        }
        foreach (var vector in Vectors.Signed)
        {
            var cell = new CellBuilder().StoreBit(true).StoreBigInt(vector.Big, vector.Bits).Build();
            cell.HashHex().Should().Be(vector.Hash, "of {0} in {1}", vector.Value, vector.Bits);
            cell.BeginParse().SkipBits(1).LoadBigInt(vector.Bits).Should().Be(vector.Big);
        }
    }

    [Fact]
    public void Numbers_of_variable_length_are_stored_as_in_the_reference_and_loaded_again()
    {
        foreach (var vector in Vectors.Variable)
        {
            var cell = new CellBuilder().StoreVarUInt(vector.Big, vector.Bits).Build();
            cell.HashHex().Should().Be(vector.Hash);
            cell.BeginParse().LoadVarUInt(vector.Bits).Should().Be(vector.Big);
        }
        FluentActions.Invoking(() => new CellBuilder().StoreVarUInt(BigInteger.One << 120, 4)).Should().Throw<CellFormatException>();
        FluentActions.Invoking(() => new CellBuilder().StoreVarUInt(-1, 4)).Should().Throw<CellFormatException>();
    }

    [Fact]
    public void External_addresses_are_stored_as_in_the_reference_and_loaded_again()
    {
        foreach (var vector in Vectors.External)
        {
            var address = new ExternalAddress(new CellBuilder().StoreBigUInt(vector.Big, vector.Bits).Build());
            var cell = new CellBuilder().StoreExternalAddress(address).Build();
            cell.HashHex().Should().Be(vector.Hash);
            cell.BeginParse().LoadExternalAddress().Should().Be(address);
            cell.BeginParse().LoadAddress().Should().BeNull();
        }
    }

    [Theory]
    [InlineData(256, 8)]
    [InlineData(-1, 8)]
    public void A_number_wider_than_its_place_is_refused(long value, int bits) =>
        FluentActions.Invoking(() => new CellBuilder().StoreBigUInt(value, bits)).Should().Throw<CellFormatException>();

    [Theory]
    [InlineData(128, 8)]
    [InlineData(-129, 8)]
    [InlineData(0, 0)]
    public void A_signed_number_wider_than_its_place_is_refused(long value, int bits) =>
        FluentActions.Invoking(() => new CellBuilder().StoreBigInt(value, bits)).Should().Throw<CellFormatException>();

    [Fact]
    public void Maybe_and_either_hold_a_value_or_not()
    {
        var inline = new CellBuilder().StoreUInt(7, 8).Build();
        var slice = new CellBuilder()
            .StoreMaybe<Nano>(null, (builder, value) => builder.StoreCoins(value))
            .StoreMaybe<Nano>(new Nano(9), (builder, value) => builder.StoreCoins(value))
            .StoreEither(inline, byReference: true)
            .StoreEither(inline, byReference: false)
            .Build().BeginParse();
        slice.LoadMaybe(part => part.LoadCoins()).Should().BeNull();
        slice.LoadMaybe(part => part.LoadCoins()).Should().Be(new Nano(9));
        slice.LoadEither().Should().Be(inline);
        slice.IsEmpty.Should().BeFalse();
        FluentActions.Invoking(slice.RequireEnd).Should().Throw<CellFormatException>();
        slice.LoadEither().Should().Be(inline);
        slice.RequireEnd();
    }
}
