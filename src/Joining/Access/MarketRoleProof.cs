using System.Text;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Crypto;
using Cocoon.RaTls.Certificates;
using Cocoon.RaTls.Roles;
using Cocoon.Ton.Crypto;

namespace Cocoon.Joining.Access;

/// <summary>
/// A core silo proves that it is the market's own: the market key, which countersigns receipts, signs its role, wallet and TLS
/// key. Others need no proof beyond their evidence. Thread-safe.
/// </summary>
/// <param name="marketKey">The market's public key, 32 bytes, as the registry has it.</param>
/// <param name="own">Its private key; null on silos and gateways that have none.</param>
/// <param name="ed25519">Signs and verifies.</param>
public sealed class MarketRoleProof(HexBytes marketKey, SigningKey? own, IEd25519 ed25519) : IRoleProof
{
    private const int SignatureBytes = 64;

    public ReadOnlyMemory<byte> Prove(PeerIdentity self, HexBytes identityKey) =>
        own is not null && self.Role == ImageRole.Core ? ed25519.Sign(own, Statement(self, identityKey)) : default;

    public bool IsProven(PeerIdentity peer, HexBytes identityKey, ReadOnlyMemory<byte> proof) =>
        peer.Role != ImageRole.Core || (proof.Length == SignatureBytes && ed25519.Verify(marketKey.ToArray(), Statement(peer, identityKey), proof.Span));

    /// <summary>Starts as no receipt does: a receipt's signature is over 32 bytes of hash.</summary>
    private static byte[] Statement(PeerIdentity peer, HexBytes identityKey) => Encoding.UTF8.GetBytes($"cocoon.role.v1\n{peer}\n{identityKey}");
}
