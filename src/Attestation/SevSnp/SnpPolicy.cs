namespace Cocoon.Attestation.SevSnp;

/// <summary>What is wanted of AMD SEV-SNP. Whatever is absent is denied.</summary>
public sealed record SnpPolicy;
