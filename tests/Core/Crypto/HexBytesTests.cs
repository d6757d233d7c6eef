using System.Text.Json;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Tests.Crypto;

public sealed class HexBytesTests
{
    [Fact]
    public void Bytes_are_shown_compared_and_read_as_hex()
    {
        var bytes = new HexBytes([0x0a, 0xFF]);

        bytes.ToString().Should().Be("0aff");
        bytes.Length.Should().Be(2);
        bytes.IsEmpty.Should().BeFalse();
        bytes.ToArray().Should().Equal(0x0a, 0xff);
        HexBytes.Parse("0AFF").Should().Be(bytes);
        HexBytes.TryParse("0AFF", out var read).Should().BeTrue();
        read.Should().Be(bytes);
    }

    [Fact]
    public void Bytes_are_copied_where_there_is_room()
    {
        var room = new byte[3];
        var tooMany = () => new HexBytes([1, 2, 3, 4]).CopyTo(room);

        new HexBytes([7, 8]).CopyTo(room);
        default(HexBytes).CopyTo(room);

        room.Should().Equal(7, 8, 0);
        tooMany.Should().Throw<ArgumentException>().WithMessage("There is room for 3 bytes, not for 4.*");
    }

    [Fact]
    public void Nothing_is_empty()
    {
        default(HexBytes).IsEmpty.Should().BeTrue();
        default(HexBytes).Length.Should().Be(0);
        default(HexBytes).ToArray().Should().BeEmpty();
        default(HexBytes).ToString().Should().BeEmpty();
        HexBytes.TryParse("", out var read).Should().BeTrue();
        read.IsEmpty.Should().BeTrue();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0g")]
    [InlineData("g0")]
    [InlineData(" 00 ")]
    [InlineData(null)]
    public void What_is_not_hex_is_refused(string? text)
    {
        HexBytes.TryParse(text, out var value).Should().BeFalse();
        value.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void Bytes_are_equal_when_they_are_the_same()
    {
        HexBytes.Parse("0102").GetHashCode().Should().Be(new HexBytes([1, 2]).GetHashCode());
        new HexBytes([1, 2]).Should().NotBe(new HexBytes([1, 2, 0])).And.NotBe(new HexBytes([2, 1]));
        // Records leave the default out and store what is empty, and a job's order is sealed over that text.
        new HexBytes([]).Should().NotBe(default(HexBytes));
    }

    [Fact]
    public void Who_holds_the_array_cannot_change_the_value()
    {
        byte[] given = [1, 2];
        var bytes = new HexBytes(given);

        given[0] = 9;
        bytes.ToArray()[1] = 9;

        bytes.ToString().Should().Be("0102");
    }

    [Fact]
    public void Json_is_the_text()
    {
        var broken = () => JsonSerializer.Deserialize<HexBytes>("\"0g\"");

        JsonSerializer.Serialize(new HexBytes([1])).Should().Be("\"01\"");
        JsonSerializer.Serialize(new HexBytes(new byte[200])).Should().Be($"\"{new string('0', 400)}\"");
        JsonSerializer.Serialize(default(HexBytes)).Should().Be("\"\"");
        JsonSerializer.Deserialize<HexBytes>("\"01\"").Should().Be(new HexBytes([1]));
        broken.Should().Throw<JsonException>();
    }
}
