using Cocoon.Core.Receipts;

namespace Cocoon.Client.Transport;

/// <summary>The market's closing statement about an answer.</summary>
/// <param name="Receipt">The receipt; null when nothing was delivered, so nothing is charged.</param>
/// <param name="Failure">Stable name of why the provider broke off; null when it did not.</param>
/// <param name="Message">The same for people.</param>
public sealed record AnswerOutcome(SignedReceipt? Receipt, string? Failure = null, string? Message = null);
