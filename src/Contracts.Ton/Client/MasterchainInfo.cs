using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Client;

/// <summary>The newest masterchain block that a node knows.</summary>
/// <param name="Last">The block.</param>
/// <param name="StateRootHash">Hash of the state after it.</param>
public sealed record MasterchainInfo(BlockId Last, HexBytes StateRootHash);
