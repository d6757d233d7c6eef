namespace Cocoon.Attestation.Nvidia;

/// <summary>What is wanted of NRAS tokens. Whatever is absent is denied.</summary>
public sealed record NrasPolicy;
