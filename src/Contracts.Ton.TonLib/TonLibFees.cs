namespace Cocoon.Ton.TonLib;

/// <summary>tonlib's fees, in nano.</summary>
public sealed record TonLibFees(long InForwardFee, long StorageFee, long GasFee, long ForwardFee);
