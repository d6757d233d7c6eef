using Cocoon.Core.Crypto;

namespace Cocoon.Core.Settlement;

/// <summary>Draws by proof as the chain shows them, which may still be taken back.</summary>
/// <param name="Seqno">The seqno that the vault expects after them.</param>
/// <param name="Transaction">Hash of the last one's transaction. It names its predecessor, so it stands for all before it as well.</param>
/// <param name="Block">Masterchain block at which it was first seen.</param>
[GenerateSerializer, Immutable, Alias("cocoon.draw-sighting")]
public sealed record DrawSighting([property: Id(0)] uint Seqno, [property: Id(1)] HexBytes Transaction, [property: Id(2)] uint Block);
