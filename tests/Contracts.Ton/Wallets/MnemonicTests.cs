using Cocoon.Ton.Crypto;
using Cocoon.Ton.Tests.Vectors;
using Cocoon.Ton.Wallets;

namespace Cocoon.Ton.Tests.Wallets;

public sealed class MnemonicTests
{
    private static readonly MnemonicVectors Vectors = VectorFile.Read<MnemonicVectors>("mnemonics");

    private static string Good => Vectors.Phrases[0].Words;

    [Fact]
    public void Keys_are_those_of_the_reference_with_and_without_password()
    {
        foreach (var vector in Vectors.Phrases)
        {
            using var key = Mnemonic.Parse(vector.Words, vector.Password).ToSigningKey(Ed25519.Default, vector.Password);
            Convert.ToHexStringLower(key.PublicKey.Span).Should().Be(vector.PublicKey);
            Convert.ToHexStringLower(key.Seed).Should().Be(vector.Seed);
        }
        Vectors.Phrases.Count(vector => vector.Password.Length > 0).Should().Be(2);
    }

    [Fact]
    public void Case_and_blanks_do_not_matter()
    {
        var shouted = "  " + string.Join("\t \n", Good.ToUpperInvariant().Split(' ')) + "\r\n";
        Mnemonic.Parse(shouted).Reveal().Should().Be(Good);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(24)]
    public void A_mistyped_word_is_named_by_its_place_and_not_shown(int place)
    {
        var words = Good.Split(' ');
        words[place - 1] = "speling";
        Refused(string.Join(' ', words)).Should().Be($"Word {place} of the phrase is not on the list of words. Check its spelling.");
    }

    [Fact]
    public void No_error_shows_a_word_of_the_phrase()
    {
        var words = Good.Split(' ');
        foreach (var bad in (string[])[Vectors.Invalid, string.Join(' ', words.Reverse()), string.Join(' ', words[1..]), Good + " zoo", Good.Replace(words[3], words[3] + "x", StringComparison.Ordinal)])
            Refused(bad).Split(' ', '.', ',').Intersect(words.Where(word => word.Length > 4)).Should().BeEmpty();
        Mnemonic.Parse(Good).ToString().Should().Be("a phrase of 24 words");
    }

    [Fact]
    public void What_is_wrong_with_a_phrase_of_known_words_is_said()
    {
        Refused(Vectors.Invalid).Should().StartWith("All words are known, but together they are no phrase of TON's scheme.");
        Refused("").Should().Be("A phrase has 24 words, this one has 0.");
        Refused(Good, "secret").Should().Be("The phrase was made without a password.");
        var locked = Vectors.Phrases.First(vector => vector.Password.Length > 0);
        Refused(locked.Words).Should().Be("The phrase needs the password it was made with.");
        Refused(locked.Words, "wrong").Should().Be("The phrase does not fit this password.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a password")]
    public void A_new_phrase_is_a_good_one_and_comes_from_the_given_randomness(string password)
    {
        var phrase = Mnemonic.Generate(new SeededEntropy(1), password).Reveal();
        Mnemonic.Parse(phrase, password).Reveal().Should().Be(phrase);
        Mnemonic.Generate(new SeededEntropy(1), password).Reveal().Should().Be(phrase);
        if (password.Length == 0) Mnemonic.Generate(new SeededEntropy(2)).Reveal().Should().NotBe(phrase);
    }

    private static string Refused(string phrase, string? password = null) =>
        FluentActions.Invoking(() => Mnemonic.Parse(phrase, password)).Should().ThrowExactly<MnemonicException>().Which.Message;
}
