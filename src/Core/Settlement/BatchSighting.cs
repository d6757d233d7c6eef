using Cocoon.Core.Crypto;

namespace Cocoon.Core.Settlement;

/// <summary>The payout as the chain shows it, which may still be taken back.</summary>
/// <param name="Transaction">Hash of the vault's transaction.</param>
/// <param name="Block">Masterchain block at which it was first seen.</param>
[GenerateSerializer, Immutable, Alias("cocoon.batch-sighting")]
public sealed record BatchSighting([property: Id(0)] HexBytes Transaction, [property: Id(1)] uint Block);
