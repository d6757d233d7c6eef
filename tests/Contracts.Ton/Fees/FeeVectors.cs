namespace Cocoon.Ton.Tests.Fees;

public sealed record FeeVectors(
    Dictionary<int, string> Params, FeeVectors.GasVector[] Gas, FeeVectors.MessageVector[] Messages, FeeVectors.ImportVector[] Imports, FeeVectors.StorageVector[] Storage)
{
    public sealed record GasVector(ulong Used, long Fee);

    /// <param name="Boc">A message as a transaction sent it.</param>
    /// <param name="Left">Its fwd_fee.</param>
    /// <param name="Total">What the transaction paid for it; null when it sent more than this one.</param>
    public sealed record MessageVector(string Boc, long Left, long? Total);

    public sealed record ImportVector(string Boc, long Fee);

    public sealed record StorageVector(ulong Bits, ulong Cells, ulong LastPaid, ulong Seconds, long Fee);
}
