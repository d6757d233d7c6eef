using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Vaults;

/// <summary>The Merkle roots that a batch puts on chain, 32 bytes each.</summary>
public sealed record BatchRoots(HexBytes ReceiptRoot, HexBytes EarningsRoot);
