namespace Cocoon.Attestation.Evidence;

/// <summary>This machine cannot prove itself; the message says what is missing and how to get it.</summary>
public sealed class EvidenceUnavailableException(string message) : Exception(message);
