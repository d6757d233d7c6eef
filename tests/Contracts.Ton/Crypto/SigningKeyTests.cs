using Cocoon.Ton.Crypto;

namespace Cocoon.Ton.Tests.Crypto;

public sealed class SigningKeyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(64)]
    public void A_seed_has_32_bytes(int length)
    {
        var act = () => new SigningKey(new byte[length], Ed25519.Default);
        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_key_shows_no_more_of_itself_than_the_beginning_of_its_public_half()
    {
        using var key = new SigningKey([.. Enumerable.Repeat((byte)0xab, 32)], Ed25519.Default);
        key.ToString().Should().Be($"key {Convert.ToHexStringLower(key.PublicKey.Span[..4])}…");
    }

    [Fact]
    public void A_disposed_key_signs_no_more()
    {
        var key = new SigningKey(new byte[32], Ed25519.Default);
        key.Dispose();
        foreach (IEd25519 ed25519 in new IEd25519[] { Ed25519.Default, new ManagedEd25519() })
        {
            var act = () => ed25519.Sign(key, "x"u8);
            act.Should().Throw<ObjectDisposedException>();
        }
    }

    [Fact]
    public void The_caller_s_seed_is_copied()
    {
        var seed = new byte[32];
        using var key = new SigningKey(seed, Ed25519.Default);
        var before = Ed25519.Default.Sign(key, "x"u8);
        seed[0] = 1;
        Ed25519.Default.Sign(key, "x"u8).Should().Equal(before);
    }
}
