using Cocoon.Inference.Sampling;

namespace Cocoon.Inference.Tests.Sampling;

public sealed class StopMatcherTests
{
    [Fact]
    public void A_stop_string_across_pieces_is_found_and_never_shown()
    {
        var matcher = new StopMatcher(["END"]);
        matcher.Append("text E").Should().Be("text ");
        matcher.Append("N").Should().BeEmpty();
        matcher.Append("D more").Should().BeEmpty();
        matcher.IsStopped.Should().BeTrue();
        matcher.Append("even more").Should().BeEmpty();
        matcher.Flush().Should().BeEmpty();
    }

    [Fact]
    public void Text_held_back_in_vain_is_released()
    {
        var matcher = new StopMatcher(["END"]);
        matcher.Append("E").Should().BeEmpty();
        matcher.Append("N").Should().BeEmpty();
        matcher.Append("E").Should().Be("EN");
        matcher.Flush().Should().Be("E");
        matcher.IsStopped.Should().BeFalse();
    }

    [Fact]
    public void The_stop_string_that_comes_first_in_the_text_counts()
    {
        var matcher = new StopMatcher(["later", "now"]);
        matcher.Append("here now and later").Should().Be("here ");
        matcher.IsStopped.Should().BeTrue();
    }

    [Fact]
    public void A_stop_string_that_overlaps_its_own_beginning_is_found()
    {
        var matcher = new StopMatcher(["aab"]);
        string.Concat("aaab".Select(letter => matcher.Append(letter.ToString()))).Should().Be("a");
        matcher.IsStopped.Should().BeTrue();
    }

    [Fact]
    public void Every_way_to_cut_the_text_gives_the_same_answer()
    {
        const string Text = "one two stop three";
        for (var cut = 0; cut <= Text.Length; cut++)
        {
            var matcher = new StopMatcher(["stop", "p thr", "zzz"]);
            (matcher.Append(Text[..cut]) + matcher.Append(Text[cut..]) + matcher.Flush()).Should().Be("one two ", "cut at {0}", cut);
        }
    }

    [Fact]
    public void Without_stop_strings_nothing_is_held_back() => new StopMatcher([]).Append("text").Should().Be("text");
}
