using Cocoon.Core.Money;

namespace Cocoon.Ton.Client;

/// <summary>What an external message would cost the account that it is for, by a node's trial run.</summary>
/// <param name="ImportFee">For bringing it into the chain, packed as the node does it: often a little less than what <see cref="Fees.FeePrices.ImportFee(Cells.Cell)"/> says of ours.</param>
/// <param name="StorageFee">Storage that fell due.</param>
/// <param name="GasFee">For running the contract.</param>
/// <param name="ForwardFee">For the messages that it sends.</param>
public sealed record FeeEstimate(Nano ImportFee, Nano StorageFee, Nano GasFee, Nano ForwardFee)
{
    public Nano Total => ImportFee + StorageFee + GasFee + ForwardFee;
}
