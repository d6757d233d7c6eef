using Cocoon.Core.Money;

namespace Cocoon.Core.Tests.Money;

public sealed class NanoOrderTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(-1, 0)]
    public void Amounts_are_ordered_as_their_numbers(long a, long b)
    {
        var (x, y) = (new Nano(a), new Nano(b));

        (x <= y, x < y, x >= y, x > y, x.CompareTo(y)).Should().Be((a <= b, a < b, a >= b, a > b, a.CompareTo(b)));
        (Nano.Min(x, y).Value, Nano.Max(x, y).Value).Should().Be((Math.Min(a, b), Math.Max(a, b)));
    }

    [Theory]
    [InlineData(-1, true, false, false)]
    [InlineData(0, false, true, false)]
    [InlineData(1, false, false, true)]
    public void An_amount_is_negative_zero_or_positive(long value, bool negative, bool zero, bool positive)
    {
        var amount = new Nano(value);

        (amount.IsNegative, amount.IsZero, amount.IsPositive).Should().Be((negative, zero, positive));
    }

    [Fact]
    public void A_ton_has_a_billion_nano() => Nano.FromTon(2).Value.Should().Be(2_000_000_000);

    [Theory]
    [InlineData("9223372036", 9_223_372_036_000_000_000)]
    [InlineData("-9223372036", -9_223_372_036_000_000_000)]
    public void The_largest_whole_amounts_are_read(string text, long nano)
    {
        Nano.TryParseTon(text, out var amount).Should().BeTrue();
        amount.Value.Should().Be(nano);
    }

    [Fact]
    public void What_is_above_them_is_refused_and_leaves_zero()
    {
        Nano.TryParseTon("9223372036.1", out var amount).Should().BeFalse();
        amount.Should().Be(Nano.Zero);
    }
}
