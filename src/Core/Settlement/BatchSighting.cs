using System.Text.Json.Serialization;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Settlement;

/// <summary>What the chain shows to have become of a batch's payout, which may still be taken back.</summary>
/// <param name="Transaction">Hash of the vault's transaction.</param>
/// <param name="Block">Masterchain block at which it was first seen.</param>
/// <param name="Rejected">Whether the vault took the seqno and not one payout left.</param>
[GenerateSerializer, Immutable, Alias("cocoon.batch-sighting")]
public sealed record BatchSighting(
    [property: Id(0)] HexBytes Transaction,
    [property: Id(1)] uint Block,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Rejected = false);
