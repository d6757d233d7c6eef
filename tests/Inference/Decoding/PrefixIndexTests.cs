using Cocoon.Inference.Decoding;

namespace Cocoon.Inference.Tests.Decoding;

public sealed class PrefixIndexTests
{
    /// <summary>Two blocks have two buckets, so that half of all questions meet the wrong block.</summary>
    [Fact]
    public void A_block_is_found_by_all_that_it_follows_and_not_by_its_hash()
    {
        var index = new PrefixIndex(2);
        int[] first = [.. Enumerable.Range(0, 16)];
        int[] second = [.. Enumerable.Range(100, 16)];
        first.CopyTo(index.TokensOf(0));
        second.CopyTo(index.TokensOf(1));
        var number = index.Add(scope: 1, parent: 0, block: 0);
        index.Add(scope: 1, number, block: 1).Should().NotBe(number);

        for (var other = 2; other < 50; other++)
        {
            index.TryFind((ulong)other, 0, first, out _).Should().BeFalse("another scope is asked for");
            index.TryFind(1, 100 + other, first, out _).Should().BeFalse("other tokens came before");
            index.TryFind(1, 0, [.. first[..15], other + 100], out _).Should().BeFalse("other tokens are asked for");
        }
        index.TryFind(1, 0, first, out var found).Should().BeTrue();
        found.Should().Be(0);

        index.Remove(0);
        index.TryFind(1, 0, first, out _).Should().BeFalse();
        index.Add(scope: 1, parent: 0, block: 0);
        index.TryFind(1, index.NumberOf(0), second, out _).Should().BeFalse("what was removed comes back under another number");
        index.TryFind(1, number, second, out found).Should().BeTrue();
        found.Should().Be(1);
    }
}
