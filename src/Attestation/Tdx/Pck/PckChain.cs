using Cocoon.Attestation.Certificates;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tdx.Pck;

/// <summary>
/// A chain of PCK certificates that has been checked up to the pinned root, dates apart. Holds no native handles but the
/// key's, which survives disposal: a cache may let go of it at any time.
/// </summary>
internal sealed class PckChain : IDisposable
{
    /// <summary>SHA-256 of leaf and intermediate, DER.</summary>
    public required HexBytes Id { get; init; }

    public required VerifyingKey LeafKey { get; init; }

    public required byte[] LeafSerial { get; init; }

    public required byte[] IntermediateDer { get; init; }

    public required byte[] IntermediateSerial { get; init; }

    public required byte[] RootDer { get; init; }

    /// <summary>Which CRL is about the leaf: <see cref="PckAuthority"/>.</summary>
    public required string Authority { get; init; }

    public required ValidityWindow Window { get; init; }

    /// <summary>What the leaf says about the platform; null when it does not say it exactly once.</summary>
    public required SgxExtension? Extension { get; init; }

    public void Dispose() => LeafKey.Dispose();
}
