using Cocoon.Core.Crypto;

namespace Cocoon.Ton.Vaults;

/// <summary>The vault contract's data; the roots are those of the last batch.</summary>
public sealed record VaultOnChain(uint Seqno, HexBytes OperatorKey, int NetworkId, HexBytes ReceiptRoot, HexBytes EarningsRoot);
