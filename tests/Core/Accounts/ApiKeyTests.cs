using System.Security.Cryptography;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Tests.Accounts;

public sealed class ApiKeyTests
{
    /// <summary>The key of an account of ones with a secret of sevens, as a client may have it in its settings for years.</summary>
    private const string Golden = "sk-cocoon-AAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";

    [Fact]
    public void The_form_of_a_key_never_changes()
    {
        ApiKey.New(Samples.Client, new Sevens()).Reveal().Should().Be(Golden);
        ApiKey.TryParse(Golden, out var key).Should().BeTrue();
        key.SecretHash.Should().Be(new HexBytes(SHA256.HashData(Samples.Bytes(7).ToArray())));
        key.Id.Should().Be(key.SecretHash.ToString()[..8]);
    }

    [Fact]
    public void A_masterchain_account_keeps_its_workchain()
    {
        var account = AccountAddress.From(-1, Samples.Bytes(1).ToArray());

        ApiKey.TryParse(ApiKey.New(account, new Sevens()).Reveal(), out var key).Should().BeTrue();
        key.Account.Should().Be(account);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_key_that_lost_characters_is_refused(int lost) => ApiKey.TryParse(Golden[..^lost], out _).Should().BeFalse();

    [Fact]
    public void A_key_with_too_many_characters_is_refused()
    {
        ApiKey.TryParse(Golden + "AAAA", out _).Should().BeFalse();
        ApiKey.TryParse(Golden + new string('A', 400), out _).Should().BeFalse();
        ApiKey.TryParse("SK" + Golden[2..], out _).Should().BeFalse("the prefix is in lower case");
    }

    [Fact]
    public void Keys_of_the_operating_system_differ() =>
        ApiKey.New(Samples.Client, new SystemEntropy()).SecretHash.Should().NotBe(ApiKey.New(Samples.Client, new SystemEntropy()).SecretHash);

    private sealed class Sevens : IEntropy
    {
        public void Fill(Span<byte> bytes) => bytes.Fill(7);
    }
}
