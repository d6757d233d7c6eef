using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Client;

/// <summary>Names a block.</summary>
/// <param name="Workchain">-1 for the masterchain.</param>
/// <param name="Shard">Prefix of the shard; long.MinValue for a whole workchain.</param>
/// <param name="Seqno">Height.</param>
/// <param name="RootHash">Hash of the block's root cell.</param>
/// <param name="FileHash">Hash of the block's bytes.</param>
public sealed record BlockId(int Workchain, long Shard, uint Seqno, HexBytes RootHash, HexBytes FileHash);
