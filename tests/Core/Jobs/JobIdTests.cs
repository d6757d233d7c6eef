using Cocoon.Core.Jobs;

namespace Cocoon.Core.Tests.Jobs;

public sealed class JobIdTests
{
    [Fact]
    public void The_text_is_a_ulid_that_sorts_by_time()
    {
        // The example of the ULID specification's time part: 1469918176385 ms is 01ARYZ6S41.
        var early = JobId.New(DateTimeOffset.FromUnixTimeMilliseconds(1469918176385), new byte[10]);
        var late = JobId.New(DateTimeOffset.FromUnixTimeMilliseconds(1469918176386), new byte[10]);

        early.ToString().Should().Be("01ARYZ6S410000000000000000");
        (early < late).Should().BeTrue();
        JobId.TryParse(early.ToString(), out var back).Should().BeTrue();
        back.Should().Be(early);
    }

    [Fact]
    public void An_idempotency_key_always_maps_to_the_same_id_for_one_account_only()
    {
        JobId.FromIdempotencyKey("a", "key").Should().Be(JobId.FromIdempotencyKey("a", "key"));
        JobId.FromIdempotencyKey("a", "key").Should().NotBe(JobId.FromIdempotencyKey("b", "key"));
        JobId.TryParse(JobId.FromIdempotencyKey("a", "key").ToString(), out _).Should().BeTrue();
    }

    [Theory]
    [InlineData("81ARYZ6S410000000000000000")]
    [InlineData("01ARYZ6S41000000000000000")]
    [InlineData("01ARYZ6S41000000000000000I")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_ulid_is_refused(string? text) => JobId.TryParse(text, out _).Should().BeFalse();
}
