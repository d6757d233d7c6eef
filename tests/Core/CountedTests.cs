namespace Cocoon.Core.Tests;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 jobs")]
    [InlineData(1, "1 job")]
    [InlineData(2, "2 jobs")]
    [InlineData(21, "21 jobs")]
    public void One_is_one_and_all_else_are_many(long count, string expected) => Counted.Of(count, "job").Should().Be(expected);

    [Fact]
    public void What_is_shown_decides_and_a_word_may_have_a_form_of_its_own() =>
        (Counted.Of("1", "batch", "batches"), Counted.Of("1.5", "batch", "batches")).Should().Be(("1 batch", "1.5 batches"));
}
