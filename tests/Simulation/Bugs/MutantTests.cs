using Cocoon.Simulation.Tests.Bugs.Mutants;
using Cocoon.Simulation.Tests.Bugs.Table;

namespace Cocoon.Simulation.Tests.Bugs;

/// <summary>The harness itself: bugs that rot, do not compile or are not seen would prove nothing.</summary>
public sealed class MutantTests
{
    private const string Post = "src/Core/Channels/Channel.Post.cs";

    public static TheoryData<string> Names => [.. SeededBugs.All.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_bug_fits_the_source(string bug)
    {
        // That it compiles shows where it is hunted.
        Dictionary<string, string> files = [];
        foreach (var edit in SeededBugs.Named(bug).Edits)
        {
            var text = files.GetValueOrDefault(edit.File) ?? SourceTree.Read(edit.File);
            text.Split(edit.Old).Should().HaveCount(2, "{0} has it once: {1}", edit.File, edit.Old);
            files[edit.File] = text.Replace(edit.Old, edit.New, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void There_are_enough_bugs_and_each_has_a_name_and_a_rule()
    {
        SeededBugs.All.Should().HaveCountGreaterThanOrEqualTo(32);
        SeededBugs.All.Select(bug => bug.Name).Should().OnlyHaveUniqueItems();
        SeededBugs.All.Should().OnlyContain(bug => bug.Rule.EndsWith('.') && bug.Edits.Length > 0);
        SeededBugs.All.SelectMany(bug => bug.Edits).Should().OnlyContain(edit => edit.Old != edit.New);
    }

    [Fact]
    public void The_whole_market_sees_the_changed_project()
    {
        var edit = new Edit("src/Core/Channels/ChannelPhase.cs", "Open = 0", "Open = 77");
        var market = new MutantMarket([edit]);

        var core = market.Find("Cocoon.Core", "Cocoon.Core.Channels.ChannelPhase");
        var seen = market.Find("Cocoon.Grains", "Cocoon.Grains.Channels.ChannelView").GetProperty("Phase")!.PropertyType;
        seen.Should().BeSameAs(core).And.NotBeSameAs(typeof(Core.Channels.ChannelPhase));
        Convert.ToInt32(Enum.Parse(seen, "Open"), System.Globalization.CultureInfo.InvariantCulture).Should().Be(77);
    }

    [Theory]
    [InlineData("nowhere in the file", "has 0 times instead of once")]
    [InlineData("state", "instead of once")]
    public void A_bug_that_no_longer_fits_says_so(string old, string reason)
    {
        var mutate = () => new MutantMarket([new Edit(Post, old, "else")]);
        mutate.Should().Throw<InvalidOperationException>().WithMessage($"*{Post}*{reason}*");
    }

    [Fact]
    public void A_bug_that_does_not_compile_says_so()
    {
        var mutate = () => new MutantMarket([new Edit(Post, "receipt.Charge > hold.Amount", "receipt.Charge > nothing")]);
        mutate.Should().Throw<InvalidOperationException>().WithMessage("Cocoon.Core does not compile*nothing*");
    }

    [Fact]
    public void A_bug_in_a_file_that_is_gone_says_so()
    {
        var mutate = () => new MutantMarket([new Edit("src/Core/Gone.cs", "a", "b")]);
        mutate.Should().Throw<InvalidOperationException>().WithMessage("*src/Core/Gone.cs, which is not there*");
    }
}
