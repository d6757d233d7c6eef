using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Sealing.Tests;

public sealed class AnswerTokenTests
{
    private static readonly AnswerToken Whole = new(7, "é", -0.5f)
    {
        Choice = 3,
        Kind = AnswerKind.ToolArguments,
        Tool = new AnswerTool("call_1", "get_weather"),
        Finish = AnswerFinish.ToolCalls,
        Bytes = new byte[] { 0xc3 },
        Top = [new AnswerLogProb(7, new byte[] { 0xc3 }, -0.5f), new AnswerLogProb(9, new byte[] { 65, 66 }, -2f)],
        Embedding = new[] { 0.25f, -1f },
    };

    [Fact]
    public void A_step_with_everything_reads_as_it_was_written()
    {
        AnswerToken.TryDecode(Whole.Encode(), out var read).Should().BeTrue();

        read.Should().BeEquivalentTo(Whole, options => options.ComparingByMembers<AnswerToken>().Excluding(step => step.Bytes).Excluding(step => step.Top).Excluding(step => step.Embedding));
        read.Encode().Should().Equal(Whole.Encode());
    }

    [Fact]
    public void Plain_text_costs_eleven_bytes_and_itself() =>
        new AnswerToken(7, "Hi", null).Encode().Should().HaveCount(13);

    [Fact]
    public void Cut_anywhere_it_is_refused_or_still_reads_as_itself()
    {
        var bytes = Whole.Encode();
        var text = System.Text.Encoding.UTF8.GetByteCount(Whole.Text);
        for (var length = 0; length < bytes.Length; length++)
            AnswerToken.TryDecode(bytes.AsSpan(0, length), out _).Should().Be(length == bytes.Length - text, "{0} bytes", length);
    }

    [Fact]
    public void Noise_never_throws_and_what_reads_writes_the_same() =>
        Prop.ForAll<byte[]>(noise => !AnswerToken.TryDecode(noise, out var token)
            || (AnswerToken.TryDecode(token.Encode(), out var again) && again.Encode().AsSpan().SequenceEqual(token.Encode()))).QuickCheckThrowOnFailure();

    [Fact]
    public void An_embedding_that_claims_more_numbers_than_came_is_refused()
    {
        var bytes = new AnswerToken(null, "", null) { Embedding = new[] { 1f } }.Encode();
        bytes[11] = 0x7f;

        AnswerToken.TryDecode(bytes, out _).Should().BeFalse();
    }
}
