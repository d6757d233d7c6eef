using System.Text.Json.Serialization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Receipts;

/// <summary>
/// What one job used and costs, and on which machine it ran. Holds no text: prompt and answer appear as salted
/// commitments that only the caller can open.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Client">The client's wallet.</param>
/// <param name="Channel">The channel that pays.</param>
/// <param name="Provider">The provider's wallet.</param>
/// <param name="Model">Model id.</param>
/// <param name="WeightHash">Hash of the model which answered (docs/models.md), 32 bytes.</param>
/// <param name="Tokens">Counts by kind.</param>
/// <param name="Prices">The leased price list.</param>
/// <param name="Charge">What the client owes: <see cref="PriceList.Charge"/> of the counts.</param>
/// <param name="FeeBps">The market's share in basis points.</param>
/// <param name="PromptCommitment">SHA-256 over salt and prompt, see <see cref="Commitment"/>.</param>
/// <param name="AnswerCommitment">SHA-256 over salt and answer.</param>
/// <param name="Tier">The tier the provider's appraisal met.</param>
/// <param name="AppraisalHash">The appraisal that was in force at dispatch.</param>
/// <param name="Ending">How the job ended.</param>
/// <param name="StartedAt">When the provider began.</param>
/// <param name="EndedAt">When the last token was delivered.</param>
[GenerateSerializer, Immutable, Alias("cocoon.receipt")]
public sealed record Receipt(
    [property: Id(0)] JobId Job,
    [property: Id(1)] AccountAddress Client,
    [property: Id(2)] AccountAddress Channel,
    [property: Id(3)] AccountAddress Provider,
    [property: Id(4)] string Model,
    [property: Id(5)] HexBytes WeightHash,
    [property: Id(6)] TokenCounts Tokens,
    [property: Id(7)] PriceList Prices,
    [property: Id(8)] Nano Charge,
    [property: Id(9)] int FeeBps,
    [property: Id(10)] HexBytes PromptCommitment,
    [property: Id(11)] HexBytes AnswerCommitment,
    [property: Id(12)] Tier Tier,
    [property: Id(13)] HexBytes AppraisalHash,
    [property: Id(14)] JobEnding Ending,
    [property: Id(15)] DateTimeOffset StartedAt,
    [property: Id(16)] DateTimeOffset EndedAt)
{
    /// <summary>What the market gives of its fee to the provider, in basis points of the charge; 0 to <see cref="FeeBps"/>. Default: 0.</summary>
    [Id(17), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int BonusBps { get; init; }

    /// <summary>The market's part of <see cref="Charge"/>, of which it pays <see cref="Bonus"/>.</summary>
    public Nano Fee => FeeRate.Fee(Charge, FeeBps);

    /// <summary>The provider's part of <see cref="Charge"/>; with <see cref="Fee"/> it makes the whole (I10).</summary>
    public Nano ProviderPay => Charge - Fee;

    /// <summary>What the provider gets on top of <see cref="ProviderPay"/>, out of <see cref="Fee"/>: ⌊charge × bps / 10⁴⌋.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public Nano Bonus => FeeRate.Fee(Charge, BonusBps);

    /// <summary>Whether its fee is at most the charge, and its bonus at most the fee (I10).</summary>
    [JsonIgnore] public bool HasFairShares => FeeBps is >= 0 and <= FeeRate.BasisPoints && BonusBps >= 0 && BonusBps <= FeeBps;
}
