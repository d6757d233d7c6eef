using Cocoon.Core.Audits;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Audits;

/// <summary>How two answers are compared.</summary>
public sealed class AnswerComparisonTests
{
    private static readonly ComparisonRule Greedy = new(IsGreedy: true, IsWhole: true, Tolerance: 0.1f);

    [Fact]
    public void An_answer_matches_itself() => Prop.ForAll((int[] tokens) =>
        Compare(Prints(tokens), Prints(tokens), Greedy) == new Comparison(AuditOutcome.Matches, 0, -1, tokens.Length)).QuickCheckThrowOnFailure();

    [Fact]
    public void One_other_token_is_found_where_it_is() => Prop.ForAll((NonEmptyArray<int> tokens, NonNegativeInt at) =>
    {
        var place = at.Get % tokens.Get.Length;
        var other = tokens.Get.Select((token, i) => i == place ? token ^ 1 : token).ToArray();
        return Compare(Prints(other), Prints(tokens.Get), Greedy) == new Comparison(AuditOutcome.Differs, 0, place, place);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_tolerated_stays_so_when_more_is_tolerated() => Prop.ForAll((byte[] gaps, bool isGreedy) =>
    {
        var (served, replayed) = (Prints([.. gaps.Select((_, i) => i)]), Parted(gaps));
        var outcomes = ((float[])[0, 0.5f, 5, 50]).Select(tolerance => Compare(served, replayed, new ComparisonRule(isGreedy, IsWhole: true, tolerance)).Outcome == AuditOutcome.Differs).ToArray();
        return outcomes.SequenceEqual(outcomes.OrderDescending());
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.09f, AuditOutcome.MatchesWithinTolerance)]
    [InlineData(0.11f, AuditOutcome.Differs)]
    public void Greedy_answers_may_part_where_both_tokens_were_as_good_as_equally_likely(float gap, AuditOutcome expected) =>
        Compare([new TokenPrint(7, [])], [new TokenPrint(8, [new(8, -1), new(7, -1 - gap)])], Greedy).Outcome.Should().Be(expected);

    [Fact]
    public void Seeded_answers_may_part_only_where_both_machines_saw_the_place_alike()
    {
        var seeded = Greedy with { IsGreedy = false };
        var replayed = new TokenPrint(8, [new(9, -0.5f), new(8, -2), new(7, -3)]);

        Compare([new TokenPrint(7, [new(9, -0.45f), new(7, -3)])], [replayed], seeded).Outcome.Should().Be(AuditOutcome.MatchesWithinTolerance);
        Compare([new TokenPrint(7, [new(9, -0.3f), new(7, -3)])], [replayed], seeded).Outcome.Should().Be(AuditOutcome.Differs, "the other model saw it otherwise");
        Compare([new TokenPrint(6, [new(9, -0.5f)])], [replayed], seeded).Outcome.Should().Be(AuditOutcome.Differs, "this token was out of the question");
        Compare([new TokenPrint(7, [])], [replayed], seeded).Outcome.Should().Be(AuditOutcome.NotReproducible, "nothing says how the other saw it");
        Compare([new TokenPrint(7, [new(7, float.NaN)])], [replayed], seeded).Outcome.Should().Be(AuditOutcome.Differs, "NaN agrees with nothing");
    }

    [Fact]
    public void An_answer_that_was_cut_off_may_stop_anywhere_and_a_whole_one_may_not()
    {
        Compare(Prints([1, 2]), Prints([1, 2, 3]), Greedy).Should().Be(new Comparison(AuditOutcome.Differs, 0, 2, 2));
        Compare(Prints([1, 2]), Prints([1, 2, 3]), Greedy with { IsWhole = false }).Outcome.Should().Be(AuditOutcome.Matches);
        Compare(Prints([1, 2, 3]), Prints([1, 2]), Greedy with { IsWhole = false }).Outcome.Should().Be(AuditOutcome.Differs, "tokens after the end are not to be paid for");
    }

    [Fact]
    public void The_worst_of_several_choices_counts() =>
        AnswerComparison.Compare([Prints([1, 2]), Prints([3, 4])], [Prints([1, 2]), Prints([3, 9])], Greedy).Should().Be(new Comparison(AuditOutcome.Differs, 1, 1, 3));

    private static Comparison Compare(IReadOnlyList<TokenPrint> served, IReadOnlyList<TokenPrint> replayed, ComparisonRule rule) =>
        AnswerComparison.Compare([served], [replayed], rule);

    private static IReadOnlyList<TokenPrint> Prints(int[] tokens) => [.. tokens.Select(static token => new TokenPrint(token, [new(token, -0.1f), new(token ^ 2, -3)]))];

    /// <summary>The same tokens, but for those with a gap (in tenths): there another is likelier by it.</summary>
    private static IReadOnlyList<TokenPrint> Parted(byte[] gaps) =>
        [.. gaps.Select(static (gap, i) => gap == 0 ? new TokenPrint(i, [new(i, -0.1f)]) : new TokenPrint(i + 1, [new(i + 1, -0.1f), new(i, -0.1f - (gap / 10f))]))];
}
