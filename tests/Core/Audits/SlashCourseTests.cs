using System.Collections.Immutable;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Core.Tests.Audits;

/// <summary>What a dispute does about its slash, by what the stake shows.</summary>
public sealed class SlashCourseTests
{
    private const uint Now = 10_000;

    private static readonly HexBytes Own = Samples.Bytes(81);
    private static readonly HexBytes Other = Samples.Bytes(82);
    private static readonly DisputeState Decided = new() { Phase = DisputePhase.Decided };
    private static readonly DisputeState Announced = new() { Phase = DisputePhase.Announced, AnnouncedAt = 9_000 };
    private static readonly StakeFacts Idle = new(Samples.Account(80), new Nano(5), null, ImmutableDictionary<HexBytes, bool>.Empty, Now);

    [Fact]
    public void A_slash_is_announced_where_there_is_something_to_take_and_no_other_is_pending()
    {
        Next(Decided, Idle).Should().Be(new SlashStep.Send(SlashMessage.Announce));
        Next(Decided, Idle with { AtStake = Nano.Zero }).Should().Be(new SlashStep.End(SlashOutcome.None));
        Next(Decided, Idle with { Used = Enumerable.Range(100, StakeFacts.MaxEvidence).ToImmutableDictionary(number => Samples.Bytes((byte)number), _ => true) }).Should().Be(new SlashStep.End(SlashOutcome.None));
    }

    [Theory]
    [InlineData(10_900, null, 10_900)]
    [InlineData(10_100, null, 10_300)]
    [InlineData(9_000, null, 10_300)]
    [InlineData(9_000, 20_000L, 13_600)]
    public void Another_s_slash_is_waited_for_until_it_may_end_and_then_looked_at_now_and_then(long executesAt, long? lapsesAt, long expected) =>
        Next(Decided, Idle with { Pending = new SlashFacts(Other, executesAt, lapsesAt) }).Should().Be(new SlashStep.Wait(expected));

    [Theory]
    [InlineData(10_001, null, null)]
    [InlineData(10_000, null, SlashMessage.Execute)]
    [InlineData(9_000, null, SlashMessage.Execute)]
    [InlineData(9_000, 10_001L, null)]
    [InlineData(9_000, 10_000L, SlashMessage.Lapse)]
    [InlineData(10_500, 10_000L, SlashMessage.Lapse)]
    public void It_is_executed_from_its_second_on_and_an_appealed_one_is_dropped_once_the_arbiter_s_time_is_over(long executesAt, long? lapsesAt, SlashMessage? expected)
    {
        var pending = new SlashFacts(Own, executesAt, lapsesAt);

        Next(Announced, Idle with { Pending = pending }).Should().Be(expected is { } message ? new SlashStep.Send(message) : new SlashStep.Watch(lapsesAt));
    }

    [Fact]
    public void What_the_contract_no_longer_has_pending_has_ended()
    {
        foreach (var state in (DisputeState[])[Decided, Announced])
        {
            Next(state, Idle with { Used = Idle.Used.Add(Own, true) }).Should().Be(new SlashStep.End(SlashOutcome.Executed));
            Next(state, Idle with { Used = Idle.Used.Add(Own, false), AtStake = Nano.Zero }).Should().Be(new SlashStep.End(SlashOutcome.Dropped));
        }
        Next(Announced, Idle).Should().Be(new SlashStep.End(SlashOutcome.Withdrawn));
        Next(Announced, Idle with { Pending = new SlashFacts(Other, 9_000, null) }).Should().Be(new SlashStep.End(SlashOutcome.Withdrawn));
    }

    [Fact]
    public void A_node_that_lags_behind_takes_nothing_back() =>
        Next(Announced with { AnnouncedAt = Now }, Idle).Should().Be(new SlashStep.Wait(Now + 1));

    [Fact]
    public void A_rest_lasts_until_the_second_and_no_longer_than_an_hour()
    {
        SlashCourse.Rest(Now + 90, Idle).Should().Be(TimeSpan.FromSeconds(90));
        SlashCourse.Rest(long.MaxValue, Idle).Should().Be(TimeSpan.FromHours(1));
    }

    private static SlashStep Next(DisputeState state, StakeFacts stake) => SlashCourse.Next(state, Own, stake);
}
