using Cocoon.Core.Crypto;
using Cocoon.RaTls.Certificates;

namespace Cocoon.RaTls.Roles;

/// <summary>No proof beyond evidence: the image decides. Enough where every role's owner is unimportant, as for providers.</summary>
public sealed class EvidenceAloneProves : IRoleProof
{
    public ReadOnlyMemory<byte> Prove(PeerIdentity self, HexBytes identityKey) => default;

    public bool IsProven(PeerIdentity peer, HexBytes identityKey, ReadOnlyMemory<byte> proof) => true;
}
