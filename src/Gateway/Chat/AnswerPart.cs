using Cocoon.Grains.Inference;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Chat;

/// <summary>One opened step of an answer.</summary>
/// <param name="Token">What it says; without text in the last part.</param>
/// <param name="Outcome">Set in the last part only.</param>
/// <param name="Salt">Opens the receipt's commitments; empty but in the last part.</param>
internal sealed record AnswerPart(AnswerToken Token, InferenceOutcome? Outcome, byte[] Salt);
