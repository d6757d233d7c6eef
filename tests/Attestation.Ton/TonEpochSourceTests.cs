using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Tests.Keeping;

namespace Cocoon.Attestation.Ton.Tests;

public sealed class TonEpochSourceTests
{
    private readonly FakeChain _chain = new();
    private readonly ManualTime _time = new(FakeChain.Begin);

    [Fact]
    public async Task New_evidence_names_a_block_that_all_servers_have()
    {
        var epoch = await Source().Latest();
        epoch.Should().Be(new Epoch(99_998, FakeChain.HashOf(99_998), FakeChain.Begin.AddSeconds(99_998)));
        _chain.Newest = 1;
        (await Source().Latest()).Seqno.Should().Be(1);
    }

    [Fact]
    public async Task A_block_is_read_once_a_minute_however_many_ask()
    {
        var source = Source();
        for (var i = 0; i < 10; i++) (await source.Find(99_990))!.RootHash.Should().Be(FakeChain.HashOf(99_990));
        _chain.BlocksAsked.Should().Equal(99_990u);
        _time.Advance(TimeSpan.FromMinutes(1));
        await source.Find(99_990);
        _chain.BlocksAsked.Should().Equal(99_990u, 99_990u);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(100_001u)]
    [InlineData(uint.MaxValue)]
    [InlineData(79_999u)]
    public async Task Case_42_a_block_of_the_future_or_of_long_ago_is_none(uint seqno)
    {
        (await Source().Find(seqno)).Should().BeNull();
        _chain.BlocksAsked.Should().BeEmpty();
    }

    [Fact]
    public async Task Made_up_numbers_cost_the_node_nothing()
    {
        var source = Source();
        await source.Find(100_000);
        for (var i = 0u; i < 1000; i++)
        {
            (await source.Find(uint.MaxValue - i)).Should().BeNull();
            (await source.Find(1 + i)).Should().BeNull();
        }
        (_chain.InfoCalls, _chain.BlocksAsked.Count).Should().Be((1, 1));
    }

    [Fact]
    public async Task A_block_made_since_is_found()
    {
        var source = Source();
        await source.Find(100_000);
        (await source.Find(100_005)).Should().BeNull();
        _chain.Newest = 100_005;
        (await source.Find(100_005)).Should().NotBeNull("nothing remembers that it was not there");
        _time.Advance(TimeSpan.FromHours(1));
        _chain.Newest = 103_600;
        (await source.Find(103_600)).Should().NotBeNull();
    }

    [Fact]
    public async Task Blocks_kept_are_bounded()
    {
        var source = Source();
        for (var seqno = 90_000u; seqno < 91_000; seqno++) await source.Find(seqno);
        source.Count.Should().Be(256);
    }

    private TonEpochSource Source() => new(_chain, _chain, _time);
}
