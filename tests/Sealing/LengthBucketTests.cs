using Cocoon.Core.Crypto;

namespace Cocoon.Sealing.Tests;

public sealed class LengthBucketTests : IDisposable
{
    private readonly SealingKeyPair _key = SealingKeyPair.Create(new SystemEntropy());

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(0, 256)]
    [InlineData(252, 256)]
    [InlineData(253, 512)]
    [InlineData(508, 512)]
    [InlineData(1_000, 1_024)]
    [InlineData(32_765, 65_536)]
    [InlineData(65_532, 65_536)]
    [InlineData(65_533, 131_072)]
    [InlineData(131_068, 131_072)]
    [InlineData(131_069, 196_608)]
    [InlineData(16_777_212, 16_777_216)]
    public void Requests_double_up_to_64_KiB_and_step_from_there(int data, int block) => LengthBuckets.Requests.BlockFor(data).Should().Be(block);

    [Theory]
    [InlineData(0, 32)]
    [InlineData(28, 32)]
    [InlineData(29, 64)]
    [InlineData(61, 128)]
    [InlineData(65_532, 65_536)]
    public void Chunks_double(int data, int block) => LengthBuckets.Chunks.BlockFor(data).Should().Be(block);

    [Fact]
    public void All_lengths_of_a_bucket_look_the_same()
    {
        int[] MessagesOf(int from, int to) => [.. Enumerable.Range(from, to - from + 1).Select(length =>
        {
            var (message, answer) = Samples.Seal(_key.PublicKey, Samples.Terms, new byte[length]);
            answer.Dispose();
            return message.Length;
        }).Distinct()];

        MessagesOf(0, 252).Should().Equal(66 + 256 + 16);
        MessagesOf(253, 508).Should().Equal(66 + 512 + 16);
    }

    [Fact]
    public void All_tokens_of_a_bucket_look_the_same()
    {
        var (message, answer) = Samples.Seal(_key.PublicKey, Samples.Terms, []);
        using var request = Samples.Open(_key, Samples.Terms, message);
        using var sealer = request.StartAnswer(new SystemEntropy());
        sealer.Seal([]).Should().HaveCount(5 + 32 + 32 + 16, "the first chunk has the salt");

        Enumerable.Range(0, 29).Select(length => sealer.Seal(new byte[length]).Length).Should().OnlyContain(length => length == 5 + 32 + 16);
        Enumerable.Range(29, 32).Select(length => sealer.Seal(new byte[length]).Length).Should().OnlyContain(length => length == 5 + 64 + 16);
        sealer.SealLast([]).Should().HaveCount(5 + 32 + 16, "the last chunk is as long as any");
        answer.Dispose();
    }

    [Fact]
    public void Nothing_between_the_buckets_is_a_block()
    {
        var requests = Enumerable.Range(-10, 300_000).Where(LengthBuckets.Requests.IsBlock);
        var chunks = Enumerable.Range(-10, 300_000).Where(LengthBuckets.Chunks.IsBlock);

        requests.Should().Equal(256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536, 131_072, 196_608, 262_144);
        chunks.Should().Equal(32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536);
        LengthBuckets.Requests.IsBlock(16_777_216 + 65_536).Should().BeFalse();
        LengthBuckets.Requests.IsBlock(int.MinValue).Should().BeFalse();
    }
}
