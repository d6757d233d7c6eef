using Cocoon.Gateway.Timing;
using Cocoon.Grains.Inference;

namespace Cocoon.Gateway.Chat;

/// <summary>How an answer ended: what the last part of it and the books say.</summary>
/// <param name="Outcome">Counts, ending and bill.</param>
/// <param name="Salt">Opens the receipt's commitments.</param>
/// <param name="Voucher">What became of the voucher that covers it.</param>
/// <param name="Times">Where the time went.</param>
internal sealed record AnswerEnd(InferenceOutcome Outcome, byte[] Salt, string Voucher, RequestTimes Times);
