using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Cells;

public sealed class CellTests
{
    [Fact]
    public void Cells_have_the_hash_and_depth_of_the_reference_and_survive_a_bag()
    {
        var cells = new List<Cell>();
        foreach (var vector in VectorFile.Read<CellVector[]>("cells"))
        {
            var builder = new CellBuilder();
            foreach (var bit in vector.Bits) builder.StoreBit(bit == '1');
            foreach (var child in vector.Refs) builder.StoreRef(cells[child]);
            var cell = builder.Build();
            cells.Add(cell);

            cell.HashHex().Should().Be(vector.Hash);
            cell.Depth.Should().Be(vector.Depth);
            Boc.Read(Boc.Write(cell)).Should().Be(cell);
            Boc.ReadBase64(Boc.WriteBase64(cell)).HashHex().Should().Be(vector.Hash);
        }
        cells.Should().HaveCountGreaterThan(150);
    }

    [Fact]
    public void What_is_stored_is_loaded()
    {
        var address = AccountAddress.From(-1, [.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        var slice = new CellBuilder()
            .StoreBit(true).StoreUInt(ulong.MaxValue, 64).StoreUInt(5, 3).StoreUInt(0, 0).StoreInt(-4, 3).StoreInt(long.MinValue, 64)
            .StoreCoins(Nano.MaxValue).StoreCoins(Nano.Zero).StoreAddress(address).StoreAddress(null).StoreBytes([1, 2])
            .StoreMaybeRef(null).StoreMaybeRef(Cell.Empty).StoreRef(Cell.Empty).Build().BeginParse();

        slice.LoadBit().Should().BeTrue();
        slice.LoadUInt(64).Should().Be(ulong.MaxValue);
        slice.LoadUInt(3).Should().Be(5);
        slice.LoadUInt(0).Should().Be(0);
        slice.LoadInt(3).Should().Be(-4);
        slice.LoadInt(64).Should().Be(long.MinValue);
        slice.LoadCoins().Should().Be(Nano.MaxValue);
        slice.LoadCoins().Should().Be(Nano.Zero);
        slice.LoadAddress().Should().Be(address);
        slice.LoadAddress().Should().BeNull();
        slice.LoadBytes(2).Should().Equal(1, 2);
        slice.LoadMaybeRef().Should().BeNull();
        slice.LoadMaybeRef().Should().Be(Cell.Empty);
        slice.LoadRest().Refs.Should().Equal(Cell.Empty);
        (slice.BitsLeft, slice.RefsLeft).Should().Be((0, 0));
    }

    [Fact]
    public void Coins_are_stored_as_in_the_reference()
    {
        foreach (var vector in VectorFile.Read<CoinVector[]>("coins"))
            new CellBuilder().StoreCoins(new Nano(vector.Amount)).Build().HashHex().Should().Be(vector.Hash, "of {0}", vector.Amount);
    }

    public static TheoryData<string, Action<CellBuilder>> TooMuch => new()
    {
        { "a value beyond its width", builder => builder.StoreUInt(8, 3) },
        { "a negative value beyond its width", builder => builder.StoreInt(-5, 3) },
        { "a positive value that looks negative", builder => builder.StoreInt(4, 3) },
        { "a width above 64", builder => builder.StoreUInt(0, 65) },
        { "a negative width", builder => builder.StoreUInt(0, -1) },
        { "a signed number of no width", builder => builder.StoreInt(0, 0) },
        { "negative coins", builder => builder.StoreCoins(new Nano(-1)) },
        { "1024 bits", builder => builder.StoreBytes(new byte[128]) },
        { "a 1024th bit", builder => builder.StoreBytes(new byte[127]).StoreUInt(0, 8) },
        { "a fifth reference", builder => builder.StoreRef(Cell.Empty).StoreRef(Cell.Empty).StoreRef(Cell.Empty).StoreRef(Cell.Empty).StoreRef(Cell.Empty) },
        { "a cell inside a full one", builder => builder.StoreBytes(new byte[127]).StoreCell(new CellBuilder().StoreUInt(0, 8).Build()) },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public void What_does_not_fit_is_refused(string what, Action<CellBuilder> store)
    {
        var act = () => store(new CellBuilder());
        act.Should().Throw<CellFormatException>(what);
    }

    public static TheoryData<string, Action<CellSlice>> TooLittle => new()
    {
        { "a bit", slice => slice.SkipBits(8).LoadBit() },
        { "a number", slice => slice.LoadUInt(9) },
        { "bytes", slice => slice.LoadBytes(2) },
        { "an address", slice => slice.LoadAddress() },
        { "coins", slice => slice.LoadCoins() },
        { "a reference", slice => slice.LoadRef() },
        { "a reference that is promised", slice => slice.LoadMaybeRef() },
        { "bits to skip", slice => slice.SkipBits(9) },
        { "bits to skip backward", slice => slice.SkipBits(-1) },
    };

    [Theory]
    [MemberData(nameof(TooLittle))]
    public void What_is_not_there_cannot_be_loaded(string what, Action<CellSlice> load)
    {
        var act = () => load(new CellBuilder().StoreUInt(0b1000_0000, 8).Build().BeginParse());
        act.Should().Throw<CellFormatException>(what);
    }

    [Theory]
    [InlineData(8, ulong.MaxValue)] // 64 bits
    [InlineData(9, 0)]
    [InlineData(15, 0)]
    public void Coins_that_cannot_exist_are_refused(int bytes, ulong value)
    {
        var act = () => new CellBuilder().StoreUInt((ulong)bytes, 4).StoreUInt(value, 64).StoreUInt(0, 64).Build().BeginParse().LoadCoins();
        act.Should().Throw<CellFormatException>();
    }

    [Fact]
    public void Cells_are_nested_1024_deep_and_no_deeper()
    {
        var cell = Cell.Empty;
        for (var depth = 0; depth < Cell.MaxDepth; depth++) cell = new CellBuilder().StoreRef(cell).Build();
        Boc.Read(Boc.Write(cell)).Depth.Should().Be(1024);
        var act = () => new CellBuilder().StoreRef(cell).Build();
        act.Should().Throw<CellFormatException>().WithMessage("*1024*");
    }
}
