using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>A vault contract as the chain shows it.</summary>
/// <param name="Seqno">The batch it expects next.</param>
/// <param name="ReceiptRoot">Of the last batch.</param>
/// <param name="EarningsRoot">Of the last batch.</param>
/// <param name="OperatorKey">Whose batches it takes.</param>
/// <param name="Paused">Whether its owner stopped batches.</param>
/// <param name="Balance">What it holds.</param>
public sealed record VaultFacts(
    uint Seqno, HexBytes ReceiptRoot, HexBytes EarningsRoot, HexBytes OperatorKey, bool Paused, Nano Balance);
