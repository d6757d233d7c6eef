using Cocoon.Core.Crypto;
using Cocoon.RaTls.Certificates;

namespace Cocoon.RaTls.Roles;

/// <summary>
/// Proof beyond evidence that a machine may have its role. Evidence proves which image runs, not who runs it: anybody can start
/// the market's core image on a machine of his own. Thread-safe.
/// </summary>
public interface IRoleProof
{
    /// <summary>Longest proof, in bytes.</summary>
    const int MaxBytes = 1024;

    /// <summary>This machine's proof, bound to its TLS key; empty where it has none.</summary>
    ReadOnlyMemory<byte> Prove(PeerIdentity self, HexBytes identityKey);

    /// <summary>Whether a peer that holds this TLS key may have this role. Never throws.</summary>
    bool IsProven(PeerIdentity peer, HexBytes identityKey, ReadOnlyMemory<byte> proof);
}
