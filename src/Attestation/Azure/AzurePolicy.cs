namespace Cocoon.Attestation.Azure;

/// <summary>What is wanted of Azure Attestation tokens. Whatever is absent is denied.</summary>
public sealed record AzurePolicy;
