using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Joining.Access;
using Cocoon.RaTls.Certificates;
using Cocoon.Ton.Crypto;

namespace Cocoon.Joining.Tests.Access;

public sealed class MarketRoleProofTests
{
    private static readonly PeerIdentity Core = new(ImageRole.Core, AccountAddress.From(0, new byte[32]));
    private static readonly HexBytes TlsKey = new([1, 2, 3]);

    private readonly SigningKey _key = new(new byte[32], Ed25519.Default);

    [Fact]
    public void The_markets_own_key_proves_the_core_role_for_one_TLS_key_and_wallet()
    {
        var market = new HexBytes(_key.PublicKey.Span);
        var proof = new MarketRoleProof(market, _key, Ed25519.Default).Prove(Core, TlsKey);
        var judge = new MarketRoleProof(market, null, Ed25519.Default);
        judge.IsProven(Core, TlsKey, proof).Should().BeTrue();
        judge.IsProven(Core, new HexBytes([9]), proof).Should().BeFalse("of another TLS key");
        judge.IsProven(Core with { Wallet = AccountAddress.From(0, [.. Enumerable.Repeat((byte)1, 32)]) }, TlsKey, proof).Should().BeFalse("of another wallet");
        judge.IsProven(Core, TlsKey, default).Should().BeFalse();
        judge.IsProven(Core, TlsKey, new byte[64]).Should().BeFalse();
    }

    [Fact]
    public void Another_key_proves_nothing()
    {
        using var other = new SigningKey([.. Enumerable.Repeat((byte)7, 32)], Ed25519.Default);
        var proof = new MarketRoleProof(default, other, Ed25519.Default).Prove(Core, TlsKey);
        new MarketRoleProof(new HexBytes(_key.PublicKey.Span), null, Ed25519.Default).IsProven(Core, TlsKey, proof).Should().BeFalse();
    }

    [Fact]
    public void A_provider_needs_none()
    {
        var proof = new MarketRoleProof(new HexBytes(_key.PublicKey.Span), null, Ed25519.Default);
        proof.Prove(Core, TlsKey).IsEmpty.Should().BeTrue();
        proof.IsProven(Core with { Role = ImageRole.Provider }, TlsKey, default).Should().BeTrue();
    }
}
