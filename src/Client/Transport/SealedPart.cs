namespace Cocoon.Client.Transport;

/// <summary>One chunk of a sealed answer.</summary>
/// <param name="Sealed">What the enclave sealed (docs/sealing.md).</param>
/// <param name="Outcome">Set with the last chunk only.</param>
public sealed record SealedPart(byte[] Sealed, AnswerOutcome? Outcome);
