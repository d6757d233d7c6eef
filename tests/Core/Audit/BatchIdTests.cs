using Cocoon.Core.Audit;

namespace Cocoon.Core.Tests.Audit;

public sealed class BatchIdTests
{
    [Fact]
    public void Reads_what_it_writes() => BatchId.Parse(new BatchId(3, 41).ToString()).Should().Be(new BatchId(3, 41));

    [Fact]
    public void Is_in_order_of_shard_and_seqno() =>
        new[] { new BatchId(1, 0), new BatchId(0, 10), new BatchId(0, 9) }.Order().Should().Equal(new BatchId(0, 9), new BatchId(0, 10), new BatchId(1, 0));

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("3/")]
    [InlineData("-1/2")]
    [InlineData("1/2/3")]
    public void Refuses_anything_else(string text) => ((Action)(() => BatchId.Parse(text))).Should().Throw<FormatException>().WithMessage("*shard/seqno*");
}
