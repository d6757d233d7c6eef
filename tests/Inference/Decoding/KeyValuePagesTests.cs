using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Inference.Tests.Decoding;

/// <summary>Who has which block, against a model that remembers everything.</summary>
public sealed class KeyValuePagesTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(14)]
    [InlineData(400)]
    public void Whatever_is_opened_forked_read_and_closed_every_sequence_finds_its_own_past_and_nothing_leaks(int blocks)
    {
        var (found, refused) = (0, 0);

        Prop.ForAll(Arb.From(PageCommand.Any.ListOf(80)), commands =>
        {
            var model = new PageModel(blocks);
            foreach (var command in commands) model.Play(command);
            model.CloseAll();
            found += model.Found;
            refused += model.Refused;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

        found.Should().BePositive("some prompts begin like earlier ones");
        (refused > 0).Should().Be(blocks < 16, "memory is full at times when it is small");
    }
}
