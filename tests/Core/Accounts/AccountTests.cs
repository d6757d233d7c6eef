using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Tests.Accounts;

public sealed class AccountTests
{
    private static ApiKeyRecord Record(string id, byte secret) => new(id, "name", Samples.Bytes(secret), Samples.Now, null);

    [Fact]
    public void A_key_works_until_it_is_revoked()
    {
        var state = Account.AddKey(new AccountState(), Record("a", 1)).State;

        Account.Authenticate(state, Samples.Bytes(1), Samples.Now).Key!.Id.Should().Be("a");
        Account.Authenticate(state, Samples.Bytes(2), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.KeyUnknown);
        var revoked = Account.RevokeKey(state, "a", Samples.Now).State;
        Account.Authenticate(revoked, Samples.Bytes(1), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.KeyRevoked);
        Account.RevokeKey(revoked, "a", Samples.Now).Changed.Should().BeFalse();
        Account.RevokeKey(state, "b", Samples.Now).Refusal!.Code.Should().Be(RefusalCode.KeyUnknown);
    }

    [Fact]
    public void An_api_key_names_its_account_and_hides_its_secret()
    {
        var key = ApiKey.New(Samples.Client, new SystemEntropy());

        ApiKey.TryParse(key.Reveal(), out var back).Should().BeTrue();
        back.Account.Should().Be(Samples.Client);
        back.SecretHash.Should().Be(key.SecretHash);
        key.ToString().Should().NotContain(key.Reveal()).And.Contain(key.Id);
    }

    [Theory]
    [InlineData("sk-cocoon-")]
    [InlineData("sk-cocoon-!!!")]
    [InlineData("sk-other-AAAA")]
    [InlineData(null)]
    public void What_is_no_api_key_is_refused(string? text) => ApiKey.TryParse(text, out _).Should().BeFalse();

    [Theory]
    [InlineData("0:0101010101010101010101010101010101010101010101010101010101010101", true)]
    [InlineData("-1:ABCDEF0101010101010101010101010101010101010101010101010101010101", true)]
    [InlineData("0:01", false)]
    [InlineData("x:0101010101010101010101010101010101010101010101010101010101010101", false)]
    [InlineData("0:zz01010101010101010101010101010101010101010101010101010101010101", false)]
    public void Addresses_have_one_spelling(string text, bool valid)
    {
        AccountAddress.TryParse(text, out var address).Should().Be(valid);
        if (valid) address.Raw.Should().Be(text.ToLowerInvariant());
    }
}
