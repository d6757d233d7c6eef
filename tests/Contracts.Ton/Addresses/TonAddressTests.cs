using Cocoon.Core.Accounts;
using Cocoon.Ton.Addresses;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Addresses;

public sealed class TonAddressTests
{
    private static readonly AddressVector[] Vectors = VectorFile.Read<AddressVector[]>("addresses");

    [Fact]
    public void Every_form_of_an_address_is_written_and_read_as_in_the_reference()
    {
        foreach (var vector in Vectors)
        {
            var address = AccountAddress.Parse(vector.Raw);
            TonAddress.Parse(vector.Raw).Should().Be(address);
            new CellBuilder().StoreAddress(address).Build().HashHex().Should().Be(vector.CellHash);
            foreach (var form in vector.Forms)
            {
                TonAddress.Parse(form.Text).Should().Be(address);
                TonAddress.Friendly(address, form.Bounceable, form.TestOnly, form.UrlSafe).Should().Be(form.Text);
                TonAddress.ParseFriendly(form.Text).Should().Be(new FriendlyAddress(address, form.Bounceable, form.TestOnly));
            }
        }
        Vectors.Should().HaveCountGreaterThan(50);
    }

    [Fact]
    public void Any_mistyped_character_is_noticed()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var text = Vectors[3].Forms[0].Text;
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var letter in Alphabet.Where(letter => letter != text[at]))
            {
                var act = () => TonAddress.Parse(string.Concat(text.AsSpan(0, at), letter.ToString(), text.AsSpan(at + 1)));
                act.Should().Throw<FormatException>().WithMessage("*checksum*");
            }
        }
    }

    [Theory]
    [InlineData("", "*expected 48 characters*")]
    [InlineData("EQ", "*expected 48 characters*")]
    [InlineData("0:1234", "*expected 48 characters*")]
    [InlineData("EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM9!", "*not base64*")]
    [InlineData("EQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAM==", "*not base64*")]
    [InlineData("漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢", "*not base64*")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "*unknown flags*")] // all zeros has a good checksum
    public void Text_that_is_no_address_is_refused_with_the_reason(string text, string message)
    {
        var act = () => TonAddress.Parse(text);
        act.Should().Throw<FormatException>().WithMessage(message);
    }
}
