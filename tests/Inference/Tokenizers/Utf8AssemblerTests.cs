using System.Text;
using Cocoon.Inference.Tokenizers;

namespace Cocoon.Inference.Tests.Tokenizers;

public sealed class Utf8AssemblerTests
{
    private readonly Utf8Assembler _assembler = new();

    [Theory]
    [InlineData("é")]
    [InlineData("漢")]
    [InlineData("🙂")]
    public void A_character_appears_with_its_last_byte(string character)
    {
        var bytes = Encoding.UTF8.GetBytes(character);
        foreach (var part in bytes[..^1]) _assembler.Append([part]).Should().BeEmpty();
        _assembler.Append([bytes[^1]]).Should().Be(character);
        _assembler.Flush().Should().BeEmpty();
    }

    [Fact]
    public void Text_cut_anywhere_comes_out_whole()
    {
        const string Text = "naïve 漢字 🙂🏳️‍🌈 end";
        var bytes = Encoding.UTF8.GetBytes(Text);
        for (var size = 1; size <= bytes.Length; size++)
        {
            var assembler = new Utf8Assembler();
            var pieces = bytes.Chunk(size).Select(piece => assembler.Append(piece)).ToList();
            (string.Concat(pieces) + assembler.Flush()).Should().Be(Text);
        }
    }

    [Fact]
    public void An_unfinished_character_is_replaced_at_the_end_once()
    {
        _assembler.Append([(byte)'a', 0xf0, 0x9f]).Should().Be("a");
        _assembler.Flush().Should().Be("\ufffd");
        _assembler.Flush().Should().BeEmpty();
    }

    [Fact]
    public void Bytes_that_are_no_text_are_replaced_and_what_follows_is_kept() => _assembler.Append([0xff, (byte)'a', 0xc3, (byte)'b']).Should().Be("\ufffda\ufffdb");
}
