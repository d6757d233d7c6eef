using Cocoon.Attestation.Certificates;

namespace Cocoon.Attestation.Tests.Certificates;

public sealed class BoundedCacheTests
{
    private readonly BoundedCache<int, MemoryStream> _cache = new(2);

    [Fact]
    public void The_entry_used_longest_ago_goes_first_and_is_disposed()
    {
        MemoryStream[] streams = [new(), new(), new()];
        _cache.Add(0, streams[0]);
        _cache.Add(1, streams[1]);
        _cache.TryGet(0, out _).Should().BeTrue();

        _cache.Add(2, streams[2]);

        _cache.Count.Should().Be(2);
        _cache.TryGet(1, out _).Should().BeFalse();
        streams.Select(stream => stream.CanRead).Should().Equal(true, false, true);
    }

    [Fact]
    public void The_first_of_two_under_one_key_is_kept()
    {
        using var first = new MemoryStream();
        var second = new MemoryStream();
        _cache.Add(0, first).Should().BeSameAs(first);

        _cache.Add(0, second).Should().BeSameAs(first);

        (first.CanRead, second.CanRead).Should().Be((true, false));
    }
}
