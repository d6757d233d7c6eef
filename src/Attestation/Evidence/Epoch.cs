using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Evidence;

/// <summary>
/// A recent block of the masterchain. Nobody knows its hash before it exists, so evidence bound to it was not made earlier.
/// </summary>
/// <param name="Seqno">Number of the masterchain block.</param>
/// <param name="RootHash">Its root hash, 32 bytes.</param>
/// <param name="Time">When it was made, as the chain says.</param>
public sealed record Epoch(uint Seqno, HexBytes RootHash, DateTimeOffset Time);
