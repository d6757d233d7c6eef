using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Client;

/// <summary>A channel as the market sees it.</summary>
/// <param name="Channel">The contract.</param>
/// <param name="Client">The owner's wallet.</param>
/// <param name="NetworkId">Global id of the TON network that the market is on.</param>
/// <param name="MarketKey">The key that countersigns receipts, by the gateway's word.</param>
/// <param name="DepositNano">Confirmed on chain.</param>
/// <param name="ChargedNano">Charged for all receipts.</param>
/// <param name="HeldNano">Reserved for running jobs.</param>
/// <param name="AvailableNano">Free for new jobs.</param>
/// <param name="ReceiptCount">Receipts so far.</param>
/// <param name="Voucher">The newest voucher the market has; null before the first.</param>
public sealed record ChannelStatus(
    AccountAddress Channel, AccountAddress Client, int NetworkId, HexBytes MarketKey, Nano DepositNano, Nano ChargedNano,
    Nano HeldNano, Nano AvailableNano, long ReceiptCount, VoucherBody? Voucher)
{
    /// <summary>Where the channel is in its life, such as "open".</summary>
    public string Phase { get; init; } = "";

    /// <summary>Jobs running.</summary>
    public int JobsRunning { get; init; }

    /// <summary>What the market keeps if both sides close now.</summary>
    public Nano FinalAmountNano { get; init; }
}
