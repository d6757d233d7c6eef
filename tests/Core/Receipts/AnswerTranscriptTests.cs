using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Tests.Receipts;

public sealed class AnswerTranscriptTests
{
    private static readonly byte[] Salt = Samples.Key.ToArray();

    public static TheoryData<string, Action<AnswerTranscript>> Changes => new()
    {
        { "another choice", answer => answer.AddContent(1, "hi") },
        { "a thought", answer => answer.AddReasoning(0, "hm") },
        { "a call", answer => answer.AddCall(0, "call_1", "look") },
        { "a vector", answer => answer.AddVector(0, [1f]) },
    };

    [Fact]
    public void A_plain_answer_commits_to_its_text_however_it_came()
    {
        var answer = new AnswerTranscript();
        foreach (var piece in (string[])["h", "", "i"]) answer.AddContent(0, piece);

        answer.IsPlain.Should().BeTrue();
        answer.Commit(Salt).Should().Be(Commitment.OfAnswer(Salt, "hi"));
        new AnswerTranscript().Commit(Salt).Should().Be(Commitment.OfAnswer(Salt, ""), "an answer may say nothing");
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_is_more_than_text_commits_to_all_of_it(string what, Action<AnswerTranscript> change)
    {
        var answer = new AnswerTranscript();
        answer.AddContent(0, "hi");

        change(answer);

        answer.IsPlain.Should().BeFalse();
        answer.Commit(Salt).Should().NotBe(Commitment.OfAnswer(Salt, "hi"), what);
    }

    [Fact]
    public void The_form_never_changes()
    {
        Structured("{\"q\":1}").ToString().Should().Be("9542588f7a5e8f5b14d0634803803455da93e61f9b31101fc681152cbed8d369");
        Structured("{\"q\":2}").Should().NotBe(Structured("{\"q\":1}"));
        Commitment.OfRequest(Salt, "{}"u8.ToArray()).ToString().Should().Be("e1ef2596f7b92099ab15964dbc07fb2435fb0e58dcd1a9a6bcbe39d36b064320");
    }

    [Fact]
    public void Order_among_choices_is_no_matter_and_order_within_one_is()
    {
        Commit(("a", 0), ("b", 1)).Should().Be(Commit(("b", 1), ("a", 0)));
        Commit(("a", 1), ("b", 1)).Should().NotBe(Commit(("b", 1), ("a", 1)));
        Commit(("a", 0), ("b", 1)).Should().NotBe(Commit(("b", 0), ("a", 1)));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var answer = new AnswerTranscript();

        FluentActions.Invoking(() => answer.AddArguments(0, "{}")).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => answer.AddContent(AnswerTranscript.MaxChoices, "hi")).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => answer.AddVector(-1, [1f])).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static HexBytes Commit(params (string Text, int Choice)[] steps)
    {
        var answer = new AnswerTranscript();
        foreach (var (text, choice) in steps) answer.AddContent(choice, text);
        return answer.Commit(Salt);
    }

    private static HexBytes Structured(string arguments)
    {
        var answer = new AnswerTranscript();
        answer.AddReasoning(0, "hm");
        answer.AddContent(0, "hi");
        answer.AddCall(0, "call_1", "look");
        answer.AddArguments(0, arguments);
        answer.AddContent(2, "ho");
        answer.AddVector(3, [1f, -2.5f]);
        return answer.Commit(Salt);
    }
}
