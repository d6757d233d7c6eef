using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Client;

/// <summary>A block of the masterchain, as far as others refer to it.</summary>
/// <param name="Seqno">Its number.</param>
/// <param name="RootHash">Hash of its root cell, 32 bytes: nobody knows it before the block exists.</param>
/// <param name="Time">When its validators made it, to the second.</param>
public sealed record MasterchainBlock(uint Seqno, HexBytes RootHash, DateTimeOffset Time);
