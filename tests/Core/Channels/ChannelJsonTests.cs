using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using ChannelBooks = Cocoon.Core.Channels.Channel;

namespace Cocoon.Core.Tests.Channels;

/// <summary>The stored form of a channel, which has to stay readable and small.</summary>
public sealed class ChannelJsonTests
{
    [Fact]
    public void Outbox_and_released_holds_come_back_as_they_were()
    {
        var state = Busy();

        var back = JsonSerializer.Deserialize<ChannelState>(JsonSerializer.Serialize(state))!;

        back.Unsettled.Should().Equal(state.Unsettled);
        back.Ended.Should().Equal(state.Ended);
        ChannelBooks.Check(back);
    }

    [Fact]
    public void What_was_written_receipt_by_receipt_is_still_read()
    {
        var state = Busy();
        var json = JsonNode.Parse(JsonSerializer.Serialize(state))!;
        json[nameof(ChannelState.Unsettled)] = JsonNode.Parse(JsonSerializer.Serialize(state.Unsettled));
        json[nameof(ChannelState.Ended)] = JsonNode.Parse(JsonSerializer.Serialize(state.Ended));

        var back = json.Deserialize<ChannelState>();

        JsonSerializer.Serialize(back).Should().Be(JsonSerializer.Serialize(state));
    }

    [Fact]
    public void A_receipt_in_the_outbox_takes_less_than_160_bytes()
    {
        var (few, many) = (Busy(10), Busy(110));

        var perReceipt = (Size(many with { Ended = [] }) - Size(few with { Ended = [] })) / 100;

        perReceipt.Should().BeInRange(90, 160, "job and hash alone have 90 characters");
    }

    [Fact]
    public void An_outbox_with_a_gap_is_never_written()
    {
        var state = Busy();
        var damaged = state with { Unsettled = state.Unsettled.RemoveAt(1) };

        var writing = () => JsonSerializer.Serialize(damaged);

        writing.Should().Throw<InvariantViolationException>();
    }

    [Fact]
    public void Totals_with_fees_come_back_and_wrong_ones_are_never_written()
    {
        var state = ChannelBooks.Post(Hold(Samples.Open(), 1, 400), Samples.Receipt(1, 399)).State;
        state = ChannelBooks.Post(Hold(state, 2, 400), Samples.Receipt(2, 201)).State;
        var damaged = state with { Unsettled = state.Unsettled.SetItem(1, state.Unsettled[1] with { ChargedAfter = new Nano(601) }) };

        var writing = () => JsonSerializer.Serialize(damaged);

        JsonSerializer.Deserialize<ChannelState>(JsonSerializer.Serialize(state))!.Unsettled.Should().Equal(state.Unsettled);
        writing.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I6");
    }

    /// <summary>Posted receipts of two providers, one voided job, and one that expired.</summary>
    private static ChannelState Busy(int receipts = 5)
    {
        var state = Samples.Open();
        for (var job = 1; job <= receipts; job++)
        {
            state = Hold(state, job);
            state = ChannelBooks.Post(state, Samples.Receipt(job, job % 7, job % 2 == 0 ? Samples.Account(5) : null)).State;
        }
        state = ChannelBooks.Void(state, Samples.Job(1_000)).State;
        return ChannelBooks.ExpireHolds(Hold(state, 1_001), Samples.Now.AddHours(1)).State;
    }

    private static ChannelState Hold(ChannelState state, int job, long amount = 10) =>
        ChannelBooks.Hold(state, Samples.Job(job), new Nano(amount), Samples.Now.AddMinutes(1), Samples.Limits, Samples.Now).State;

    private static int Size(ChannelState state) => JsonSerializer.SerializeToUtf8Bytes(state).Length;
}
