using System.Text.Json;
using Cocoon.Core.Money;

namespace Cocoon.Core.Tests.Money;

public sealed class NanoTests
{
    [Fact]
    public void Sums_that_overflow_throw_and_never_wrap()
    {
        var adding = () => Nano.MaxValue + new Nano(1);
        var subtracting = () => new Nano(long.MinValue) - new Nano(1);
        var converting = () => Nano.FromTon(long.MaxValue);

        adding.Should().Throw<OverflowException>();
        subtracting.Should().Throw<OverflowException>();
        converting.Should().Throw<OverflowException>();
    }

    [Theory]
    [InlineData("1.5", 1_500_000_000)]
    [InlineData("0.000000001", 1)]
    [InlineData("-2", -2_000_000_000)]
    public void Ton_amounts_are_read_to_the_nano(string text, long nano)
    {
        Nano.TryParseTon(text, out var amount).Should().BeTrue();
        amount.Value.Should().Be(nano);
    }

    [Theory]
    [InlineData("0.0000000001")]
    [InlineData("1e3")]
    [InlineData("99999999999999")]
    [InlineData("")]
    [InlineData(null)]
    public void Amounts_that_are_not_whole_nano_are_refused(string? text) => Nano.TryParseTon(text, out _).Should().BeFalse();

    [Fact]
    public void People_see_all_nine_decimals() => new Nano(860_000).ToString().Should().Be("0.000860000 TON");

    [Fact]
    public void Json_is_a_plain_number()
    {
        JsonSerializer.Serialize(new Nano(-7)).Should().Be("-7");
        JsonSerializer.Deserialize<Nano>("9223372036854775807").Should().Be(Nano.MaxValue);
    }
}
