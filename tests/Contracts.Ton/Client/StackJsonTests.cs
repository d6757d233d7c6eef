using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Client;

public sealed class StackJsonTests
{
    private static readonly Cell Content = new CellBuilder().StoreUInt(7, 32).Build();

    [Fact]
    public void Stacks_of_the_chain_are_read()
    {
        foreach (var vector in VectorFile.Read<StackVector[]>("stacks"))
        {
            using var json = JsonDocument.Parse(vector.Json);
            StackJson.Read(json.RootElement).Select(Brief).Should().Equal(vector.Items);
        }
    }

    public static TheoryData<string, StackItem> Items => new()
    {
        { "zero", StackItem.Of(0) },
        { "small", StackItem.Of(31) },
        { "negative", StackItem.Of(-31) },
        { "largest", StackItem.Of((BigInteger.One << 256) - 1) },
        { "smallest", StackItem.Of(-(BigInteger.One << 256)) },
        { "no number", new StackItem.NotANumber() },
        { "null", new StackItem.Null() },
        { "cell", StackItem.Of(Content) },
        { "slice", new StackItem.OfSlice(Content) },
        { "builder", new StackItem.OfBuilder(Content) },
        { "empty tuple", new StackItem.Tuple([]) },
        { "nested", new StackItem.Tuple([StackItem.Of(-5), new StackItem.Null(), new StackItem.OfSlice(Content), new StackItem.NotANumber(), new StackItem.Tuple([StackItem.Of(Content)])]) },
        { "list", new StackItem.List([StackItem.Of(1), new StackItem.List([StackItem.Of(2)])]) },
    };

    [Theory]
    [MemberData(nameof(Items))]
    public void Every_kind_of_item_survives_being_written_and_read(string what, StackItem item)
    {
        using var json = JsonDocument.Parse(StackJson.Write([item, item]).ToJsonString());
        StackJson.Read(json.RootElement).Should().Equal([item, item], what);
    }

    [Theory]
    [InlineData("""[["num","0xFF"]]""", "255")]
    [InlineData("""[["num","-12"]]""", "-12")]
    [InlineData("""[["num",12]]""", "12")]
    [InlineData("""[["tvm.Slice","te6cckEBAQEABgAACAAAAAeAT79T"]]""", null)]
    [InlineData("""[["null",null]]""", "null")]
    [InlineData("""[["list",{"elements":[]}]]""", "null")]
    [InlineData("""[["cont",{}]]""", "unsupported")]
    public void Other_spellings_are_read(string text, string? expected)
    {
        using var json = JsonDocument.Parse(text);
        if (expected is null) FluentActions.Invoking(() => StackJson.Read(json.RootElement)).Should().Throw<CellFormatException>("the checksum is wrong");
        else StackJson.Read(json.RootElement).Select(Brief).Should().Equal(expected);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[7]")]
    [InlineData("[[]]")]
    [InlineData("""[["num"]]""")]
    [InlineData("""[["num",null]]""")]
    [InlineData("""[["num",""]]""")]
    [InlineData("""[["num","-"]]""")]
    [InlineData("""[["num","0x"]]""")]
    [InlineData("""[["num","--5"]]""")]
    [InlineData("""[["num","1.5"]]""")]
    [InlineData("""[["num","0x10000000000000000000000000000000000000000000000000000000000000000"]]""")]
    [InlineData("""[["cell",{"bytes":7}]]""")]
    [InlineData("""[["cell",{"bytes":"!"}]]""")]
    [InlineData("""[["cell",null]]""")]
    [InlineData("""[["tuple",{"elements":[5]}]]""")]
    [InlineData("""[["tuple",{}]]""")]
    [InlineData("""[[5,5]]""")]
    public void What_is_no_stack_is_refused(string text)
    {
        using var json = JsonDocument.Parse(text);
        FluentActions.Invoking(() => StackJson.Read(json.RootElement)).Should().ThrowExactly<CellFormatException>();
    }

    [Fact]
    public void Items_are_taken_for_what_they_are_only()
    {
        var address = AccountAddress.From(-1, new byte[32]);
        StackItem.Of(address).AsAddress().Should().Be(address);
        StackItem.Of(5).AsNumber().Should().Be(5);
        new StackItem.OfBuilder(Content).AsCell().Should().Be(Content);
        new StackItem.Null().AsItems().Should().BeEmpty();
        FluentActions.Invoking(() => StackItem.Of(5).AsCell()).Should().Throw<CellFormatException>().WithMessage("Expected a cell on the stack, found Number.");
        FluentActions.Invoking(() => StackItem.Of(Content).AsNumber()).Should().Throw<CellFormatException>();
        FluentActions.Invoking(() => StackItem.Of(Content).AsItems()).Should().Throw<CellFormatException>();
        FluentActions.Invoking(() => StackItem.Of(Content).AsAddress()).Should().Throw<CellFormatException>();
        FluentActions.Invoking(() => StackJson.Write([new StackItem.Unsupported()])).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData(11, "*has no such method.")]
    [InlineData(-13, "*there is no contract at this address.")]
    [InlineData(2, "*exit code 2.")]
    public void A_method_that_failed_says_why(int exitCode, string message) =>
        FluentActions.Invoking(() => new GetMethodResult(exitCode, 0, []).RequireSuccess()).Should().Throw<TonClientException>().WithMessage(message);

    private static string Brief(StackItem item) => item switch
    {
        StackItem.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        StackItem.NotANumber => "nan",
        StackItem.Null => "null",
        StackItem.OfCell cell => $"cell:{Boc.WriteBase64(cell.Value)}",
        StackItem.OfSlice slice => $"slice:{Boc.WriteBase64(slice.Value)}",
        StackItem.OfBuilder builder => $"builder:{Boc.WriteBase64(builder.Value)}",
        StackItem.Tuple tuple => $"({string.Join(' ', tuple.Items.Select(Brief))})",
        _ => "unsupported",
    };
}
