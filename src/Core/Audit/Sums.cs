using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Audit;

/// <summary>Sums wide enough that no damaged record can make them overflow.</summary>
internal static class Sums
{
    public static Int128 Sum(this IEnumerable<Nano> amounts)
    {
        var sum = Int128.Zero;
        foreach (var amount in amounts) sum += amount.Value;
        return sum;
    }

    public static Int128 Charge(this ReceiptLine line) => (Int128)line.Pay.Value + line.Fee.Value;
}
