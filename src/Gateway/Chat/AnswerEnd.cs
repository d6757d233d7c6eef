using Cocoon.Core.Pricing;
using Cocoon.Gateway.Timing;
using Cocoon.Grains.Inference;

namespace Cocoon.Gateway.Chat;

/// <summary>How an answer ended: what the last part of it and the books say.</summary>
/// <param name="Job">The job that ended it.</param>
/// <param name="Outcome">Counts, ending and bill of that job.</param>
/// <param name="Salt">Opens its receipt's commitments.</param>
/// <param name="Voucher">What became of the voucher that covers it.</param>
/// <param name="Times">Where the time went.</param>
internal sealed record AnswerEnd(StartedJob Job, InferenceOutcome Outcome, byte[] Salt, string Voucher, RequestTimes Times)
{
    /// <summary>Jobs that broke off before.</summary>
    public IReadOnlyList<BrokenAnswer> Broken { get; init; } = [];

    /// <summary>What all of them counted.</summary>
    public TokenCounts Tokens => Broken.Aggregate(Outcome.Tokens, static (sum, broken) => sum + (broken.Outcome?.Tokens ?? default));

    public static AnswerEnd Of(OpenedAnswer opened, AnswerPart last, string voucher, RequestTimes times) =>
        new(opened.Answer.Job, last.Outcome!, last.Salt, voucher, times) { Broken = opened.Answer.Broken };
}
