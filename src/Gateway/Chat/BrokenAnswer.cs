using Cocoon.Grains.Inference;

namespace Cocoon.Gateway.Chat;

/// <summary>A part of an answer whose provider broke off, and after which another one went on.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Reason">What went wrong, in the words of our error codes.</param>
/// <param name="Outcome">Counts and bill; null when the provider was lost and nobody has heard of its bill.</param>
/// <param name="Salt">Opens the receipt's commitments; empty without an outcome.</param>
internal sealed record BrokenAnswer(StartedJob Job, string Reason, InferenceOutcome? Outcome, byte[] Salt);
