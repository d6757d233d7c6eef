using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Core.Receipts;

/// <summary>The part of a receipt that settlement needs.</summary>
/// <param name="Hash">The receipt's hash.</param>
/// <param name="Job">The job.</param>
/// <param name="Channel">Who paid.</param>
/// <param name="Provider">Who is paid.</param>
/// <param name="Pay">What the provider gets, its bonus included.</param>
/// <param name="Fee">What the market keeps: its fee less the bonus. With <paramref name="Pay"/> it makes the charge (I10).</param>
/// <param name="EndedAt">When the job ended.</param>
[GenerateSerializer, Immutable, Alias("cocoon.receipt-line")]
public sealed record ReceiptLine(
    [property: Id(0)] HexBytes Hash,
    [property: Id(1)] JobId Job,
    [property: Id(2)] AccountAddress Channel,
    [property: Id(3)] AccountAddress Provider,
    [property: Id(4)] Nano Pay,
    [property: Id(5)] Nano Fee,
    [property: Id(6)] DateTimeOffset EndedAt)
{
    /// <summary>Of <see cref="Pay"/>, what the market gave out of its fee. Default: 0.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public Nano Bonus { get; init; }

    /// <summary>What was sold; null in lines of before.</summary>
    [Id(8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public ReceiptSale? Sale { get; init; }

    /// <param name="receipt">The receipt.</param>
    /// <param name="hash">Its hash, which the caller has at hand.</param>
    /// <exception cref="InvariantViolationException">The bonus is above the fee (I10).</exception>
    public static ReceiptLine From(Receipt receipt, HexBytes hash)
    {
        Invariant.Require(receipt.HasFairShares, "I10", $"job {receipt.Job} has a fee of {receipt.FeeBps} and a bonus of {receipt.BonusBps} basis points");
        return new ReceiptLine(hash, receipt.Job, receipt.Channel, receipt.Provider, receipt.ProviderPay + receipt.Bonus, receipt.Fee - receipt.Bonus, receipt.EndedAt)
        {
            Bonus = receipt.Bonus,
            Sale = new ReceiptSale(receipt.Model, receipt.Prices, receipt.Tokens) { Tier = receipt.Tier },
        };
    }
}
